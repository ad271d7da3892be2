-- SPDX-License-Identifier: EUPL-1.2
-- A timetable that was read from a file and is looked through before it is
-- written: one at a time. body: a line a lesson, tabs between.

CREATE TABLE timetable_draft (
    inst BIGINT NOT NULL,
    file_name TEXT NOT NULL,
    body TEXT NOT NULL,
    created_by BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    PRIMARY KEY (inst)
); -- clustered

-- Names of other programs, remembered. area: class subject. target 0: lessons
-- of that name are left out.
CREATE TABLE name_alias (
    inst BIGINT NOT NULL,
    area TEXT NOT NULL,
    name_fold TEXT NOT NULL,
    target BIGINT NOT NULL,
    PRIMARY KEY (inst, area, name_fold)
); -- clustered

-- SPDX-License-Identifier: EUPL-1.2
-- The school year: what interrupts it, when bells ring, which class learns in
-- which shift, what is taught when. Portable as 0001 explains.

-- periods: semester trimester module. school_days: 5, or 6 where Saturday is a
-- day like the others. week_a_on: any day of a week A; NULL = the first week.
ALTER TABLE academic_year ADD COLUMN periods TEXT NOT NULL DEFAULT 'semester';
ALTER TABLE academic_year ADD COLUMN school_days BIGINT NOT NULL DEFAULT 5;
ALTER TABLE academic_year ADD COLUMN week_a_on BIGINT;

-- Days that differ. kind: holiday dayoff workday (lessons of as_weekday are
-- held) remote. Both dates are inclusive. Without a row in calendar_class it is
-- the whole school's.
CREATE TABLE calendar_entry (
    inst BIGINT NOT NULL,
    entry BIGINT NOT NULL,
    kind TEXT NOT NULL,
    starts_on BIGINT NOT NULL,
    ends_on BIGINT NOT NULL,
    as_weekday BIGINT NOT NULL,
    name TEXT NOT NULL,
    PRIMARY KEY (inst, entry)
); -- clustered
CREATE INDEX calendar_entry_by_day ON calendar_entry (inst, ends_on, starts_on);

CREATE TABLE calendar_class (
    inst BIGINT NOT NULL,
    entry BIGINT NOT NULL,
    class BIGINT NOT NULL,
    PRIMARY KEY (inst, entry, class),
    FOREIGN KEY (inst, entry) REFERENCES calendar_entry (inst, entry),
    FOREIGN KEY (inst, class) REFERENCES class (inst, class)
); -- clustered

-- Without a row a class learns in shift 1.
CREATE TABLE class_shift (
    inst BIGINT NOT NULL,
    class BIGINT NOT NULL,
    shift BIGINT NOT NULL,
    PRIMARY KEY (inst, class),
    FOREIGN KEY (inst, class) REFERENCES class (inst, class)
); -- clustered

-- weekday 0: every day that has no bells of its own. Minutes after midnight.
CREATE TABLE bell (
    inst BIGINT NOT NULL,
    year BIGINT NOT NULL,
    shift BIGINT NOT NULL,
    weekday BIGINT NOT NULL,
    number BIGINT NOT NULL,
    starts_min BIGINT NOT NULL,
    ends_min BIGINT NOT NULL,
    PRIMARY KEY (inst, year, shift, weekday, number)
); -- clustered

CREATE TABLE room (
    inst BIGINT NOT NULL,
    room BIGINT NOT NULL,
    name TEXT NOT NULL,
    name_fold TEXT NOT NULL,
    name_sort TEXT NOT NULL,
    PRIMARY KEY (inst, room)
); -- clustered
CREATE UNIQUE INDEX room_by_fold ON room (inst, name_fold);

-- The timetable: a journal's lesson, every week at that place, from starts_on
-- to ends_on. week: 0 every, 1 A, 2 B. person NULL: whoever teaches the
-- journal on that day.
CREATE TABLE slot (
    inst BIGINT NOT NULL,
    slot BIGINT NOT NULL,
    journal BIGINT NOT NULL,
    weekday BIGINT NOT NULL,
    number BIGINT NOT NULL,
    week BIGINT NOT NULL,
    person BIGINT,
    room BIGINT,
    starts_on BIGINT NOT NULL,
    ends_on BIGINT,
    PRIMARY KEY (inst, slot),
    FOREIGN KEY (inst, journal) REFERENCES journal (inst, journal),
    FOREIGN KEY (inst, person) REFERENCES person (inst, person),
    FOREIGN KEY (inst, room) REFERENCES room (inst, room)
); -- clustered
CREATE INDEX slot_by_journal ON slot (inst, journal, weekday, number);
CREATE INDEX slot_by_place ON slot (inst, weekday, number);

-- What was changed in the year's structure, so that it can be taken back:
-- canonical values before and after, a line each. area: calendar timetable.
CREATE TABLE year_change (
    inst BIGINT NOT NULL,
    change BIGINT NOT NULL,
    area TEXT NOT NULL,
    at BIGINT NOT NULL,
    actor BIGINT NOT NULL,
    items TEXT NOT NULL,
    undone_at BIGINT,
    PRIMARY KEY (inst, change)
); -- clustered

-- SPDX-License-Identifier: EUPL-1.2
-- A school store: one per institution (a file), or many in one database apart
-- by inst, which is the first column of every key. ids are small numbers
-- counted per institution in `counter`.
-- Instants are Unix seconds, dates days since 1970-01-01 in Europe/Kyiv.

CREATE TABLE setting (
    inst BIGINT NOT NULL,
    name TEXT NOT NULL,
    value TEXT NOT NULL,
    PRIMARY KEY (inst, name)
); -- clustered

CREATE TABLE counter (
    inst BIGINT NOT NULL,
    name TEXT NOT NULL,
    value BIGINT NOT NULL,
    PRIMARY KEY (inst, name)
); -- clustered

-- log_id: t-<n> staff, p-<n> pupil, x-<n> other; random, never derived.
-- sex: f m or '' (form of address). left_on ends access at once.
CREATE TABLE person (
    inst BIGINT NOT NULL,
    person BIGINT NOT NULL,
    surname TEXT NOT NULL,
    given TEXT NOT NULL,
    patronymic TEXT NOT NULL,
    name_fold TEXT NOT NULL,
    name_sort TEXT NOT NULL,
    birth_on BIGINT,
    sex TEXT NOT NULL,
    email TEXT,
    phone TEXT,
    note TEXT,
    log_id TEXT NOT NULL,
    left_on BIGINT,
    merged_into BIGINT,
    created_at BIGINT NOT NULL,
    PRIMARY KEY (inst, person)
); -- clustered
CREATE UNIQUE INDEX person_by_log_id ON person (inst, log_id);
CREATE INDEX person_by_name ON person (inst, name_sort, person);
CREATE INDEX person_by_fold ON person (inst, name_fold);
CREATE INDEX person_by_email ON person (inst, email);

-- The truth of who may do what, read at every request.
-- role: admin head deputy secretary teacher pupil guardian inspector
-- (a class teacher stands in class_teacher). Dates are inclusive.
CREATE TABLE person_role (
    inst BIGINT NOT NULL,
    person BIGINT NOT NULL,
    role TEXT NOT NULL,
    starts_on BIGINT NOT NULL,
    ends_on BIGINT,
    post TEXT,
    PRIMARY KEY (inst, person, role, starts_on),
    FOREIGN KEY (inst, person) REFERENCES person (inst, person)
); -- clustered
CREATE INDEX person_role_by_role ON person_role (inst, role, person);

-- year 2026 is 2026/2027.
CREATE TABLE academic_year (
    inst BIGINT NOT NULL,
    year BIGINT NOT NULL,
    starts_on BIGINT NOT NULL,
    ends_on BIGINT NOT NULL,
    PRIMARY KEY (inst, year)
); -- clustered

CREATE TABLE term (
    inst BIGINT NOT NULL,
    year BIGINT NOT NULL,
    term BIGINT NOT NULL,
    starts_on BIGINT NOT NULL,
    ends_on BIGINT NOT NULL,
    PRIMARY KEY (inst, year, term),
    FOREIGN KEY (inst, year) REFERENCES academic_year (inst, year)
); -- clustered

CREATE TABLE class (
    inst BIGINT NOT NULL,
    class BIGINT NOT NULL,
    year BIGINT NOT NULL,
    label TEXT NOT NULL,
    label_sort TEXT NOT NULL,
    grade BIGINT NOT NULL,
    note TEXT,
    removed_at BIGINT,
    PRIMARY KEY (inst, class)
); -- clustered
CREATE UNIQUE INDEX class_by_label ON class (inst, year, label);

CREATE TABLE class_teacher (
    inst BIGINT NOT NULL,
    class BIGINT NOT NULL,
    person BIGINT NOT NULL,
    starts_on BIGINT NOT NULL,
    ends_on BIGINT,
    PRIMARY KEY (inst, class, person, starts_on),
    FOREIGN KEY (inst, class) REFERENCES class (inst, class),
    FOREIGN KEY (inst, person) REFERENCES person (inst, person)
); -- clustered
CREATE INDEX class_teacher_by_person ON class_teacher (inst, person);

CREATE TABLE enrolment (
    inst BIGINT NOT NULL,
    class BIGINT NOT NULL,
    pupil BIGINT NOT NULL,
    starts_on BIGINT NOT NULL,
    ends_on BIGINT,
    PRIMARY KEY (inst, class, pupil, starts_on),
    FOREIGN KEY (inst, class) REFERENCES class (inst, class),
    FOREIGN KEY (inst, pupil) REFERENCES person (inst, person)
); -- clustered
CREATE INDEX enrolment_by_pupil ON enrolment (inst, pupil, starts_on);

-- relation: mother father guardian trustee foster other ''
CREATE TABLE guardian (
    inst BIGINT NOT NULL,
    pupil BIGINT NOT NULL,
    guardian BIGINT NOT NULL,
    relation TEXT NOT NULL,
    restricted BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    ended_at BIGINT,
    PRIMARY KEY (inst, pupil, guardian),
    FOREIGN KEY (inst, pupil) REFERENCES person (inst, person),
    FOREIGN KEY (inst, guardian) REFERENCES person (inst, person)
); -- clustered
CREATE INDEX guardian_by_guardian ON guardian (inst, guardian, pupil);

CREATE TABLE subject (
    inst BIGINT NOT NULL,
    subject BIGINT NOT NULL,
    name TEXT NOT NULL,
    name_fold TEXT NOT NULL,
    name_sort TEXT NOT NULL,
    field TEXT NOT NULL,
    removed_at BIGINT,
    PRIMARY KEY (inst, subject)
); -- clustered
CREATE UNIQUE INDEX subject_by_fold ON subject (inst, name_fold);

-- What a teacher teaches, as the staff list says: proposed when journals are
-- made. A right to a journal is journal_teacher alone.
CREATE TABLE teacher_subject (
    inst BIGINT NOT NULL,
    person BIGINT NOT NULL,
    subject BIGINT NOT NULL,
    PRIMARY KEY (inst, person, subject),
    FOREIGN KEY (inst, person) REFERENCES person (inst, person),
    FOREIGN KEY (inst, subject) REFERENCES subject (inst, subject)
); -- clustered
CREATE INDEX teacher_subject_by_subject ON teacher_subject (inst, subject, person);

-- A journal is class x subject (x part, for a subgroup: '' = the whole class).
CREATE TABLE journal (
    inst BIGINT NOT NULL,
    journal BIGINT NOT NULL,
    year BIGINT NOT NULL,
    class BIGINT NOT NULL,
    subject BIGINT NOT NULL,
    part TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    removed_at BIGINT,
    PRIMARY KEY (inst, journal),
    FOREIGN KEY (inst, class) REFERENCES class (inst, class),
    FOREIGN KEY (inst, subject) REFERENCES subject (inst, subject)
); -- clustered
CREATE UNIQUE INDEX journal_by_class ON journal (inst, class, subject, part);

CREATE TABLE journal_teacher (
    inst BIGINT NOT NULL,
    journal BIGINT NOT NULL,
    person BIGINT NOT NULL,
    starts_on BIGINT NOT NULL,
    ends_on BIGINT,
    PRIMARY KEY (inst, journal, person, starts_on),
    FOREIGN KEY (inst, journal) REFERENCES journal (inst, journal),
    FOREIGN KEY (inst, person) REFERENCES person (inst, person)
); -- clustered
CREATE INDEX journal_teacher_by_person ON journal_teacher (inst, person);

-- number 0..9; hours 1 or 2 (a double lesson). attendance is "taken" when
-- taken_at is set: until then nothing is said about presence. seq is the
-- lesson's latest event. removed_at: taken back, stays in the history.
CREATE TABLE lesson (
    inst BIGINT NOT NULL,
    journal BIGINT NOT NULL,
    lesson BIGINT NOT NULL,
    day BIGINT NOT NULL,
    number BIGINT NOT NULL,
    hours BIGINT NOT NULL,
    topic TEXT NOT NULL,
    homework TEXT NOT NULL,
    due_on BIGINT,
    taken_at BIGINT,
    taken_by BIGINT,
    created_at BIGINT NOT NULL,
    created_by BIGINT NOT NULL,
    seq BIGINT NOT NULL,
    removed_at BIGINT,
    PRIMARY KEY (inst, journal, lesson),
    FOREIGN KEY (inst, journal) REFERENCES journal (inst, journal)
); -- clustered
CREATE INDEX lesson_by_day ON lesson (inst, journal, day, number);
CREATE INDEX lesson_by_date ON lesson (inst, day, journal, lesson);

-- A mark belongs to a column, never to the lesson itself: a lesson may have
-- several columns, a column may have no lesson (notebook, term mark): then it
-- has no date either, and day says only where in the page it stands.
-- kind: lesson control independent practical laboratory test dictation essay
-- project oral notebook thematic term corrected annual
CREATE TABLE mark_column (
    inst BIGINT NOT NULL,
    journal BIGINT NOT NULL,
    col BIGINT NOT NULL,
    lesson BIGINT,
    kind TEXT NOT NULL,
    title TEXT NOT NULL,
    day BIGINT NOT NULL,
    number BIGINT NOT NULL,
    ord BIGINT NOT NULL,
    scale TEXT NOT NULL,
    seq BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    removed_at BIGINT,
    PRIMARY KEY (inst, journal, col),
    FOREIGN KEY (inst, journal) REFERENCES journal (inst, journal),
    FOREIGN KEY (inst, journal, lesson)
        REFERENCES lesson (inst, journal, lesson)
); -- clustered
CREATE INDEX mark_column_by_day ON mark_column (inst, journal, day, number, ord);

-- value NULL: annulled, stays in the history. seq: its latest event, where the
-- author and the time stand. changes: events after the first one.
CREATE TABLE mark (
    inst BIGINT NOT NULL,
    journal BIGINT NOT NULL,
    col BIGINT NOT NULL,
    pupil BIGINT NOT NULL,
    value TEXT,
    seq BIGINT NOT NULL,
    changes BIGINT NOT NULL,
    PRIMARY KEY (inst, journal, col, pupil),
    FOREIGN KEY (inst, journal, col) REFERENCES mark_column (inst, journal, col),
    FOREIGN KEY (inst, pupil) REFERENCES person (inst, person)
); -- clustered
CREATE INDEX mark_by_pupil ON mark (inst, pupil, journal, col);
-- Changed marks are few, and a family must not miss one.
CREATE INDEX mark_changed ON mark (inst, pupil, seq) WHERE changes > 0;

-- state: absent late remote order present (a recorded change back to present).
-- reason: '' illness valid none unknown security
CREATE TABLE attendance (
    inst BIGINT NOT NULL,
    journal BIGINT NOT NULL,
    lesson BIGINT NOT NULL,
    pupil BIGINT NOT NULL,
    state TEXT NOT NULL,
    minutes BIGINT NOT NULL,
    reason TEXT NOT NULL,
    seq BIGINT NOT NULL,
    PRIMARY KEY (inst, journal, lesson, pupil),
    FOREIGN KEY (inst, journal, lesson) REFERENCES lesson (inst, journal, lesson),
    FOREIGN KEY (inst, pupil) REFERENCES person (inst, person)
); -- clustered
CREATE INDEX attendance_by_pupil ON attendance (inst, pupil, journal, lesson);

-- "Absent all day" (from_number 0) and "from lesson 4", proposed to the later
-- lessons. ended_at: taken back.
CREATE TABLE day_absence (
    inst BIGINT NOT NULL,
    pupil BIGINT NOT NULL,
    day BIGINT NOT NULL,
    from_number BIGINT NOT NULL,
    reason TEXT NOT NULL,
    recorded_by BIGINT NOT NULL,
    recorded_at BIGINT NOT NULL,
    ended_at BIGINT,
    seq BIGINT NOT NULL,
    PRIMARY KEY (inst, pupil, day)
); -- clustered
CREATE INDEX day_absence_by_day ON day_absence (inst, day, pupil);

-- Saves that were answered: a repeat with the same uuid gets the same answer.
CREATE TABLE client_write (
    inst BIGINT NOT NULL,
    actor BIGINT NOT NULL,
    uuid TEXT NOT NULL,
    body BYTEA NOT NULL,
    answer TEXT NOT NULL,
    at BIGINT NOT NULL,
    PRIMARY KEY (inst, actor, uuid)
); -- clustered
CREATE INDEX client_write_by_time ON client_write (inst, at);

-- Lists loaded from files. state: draft applied undone
CREATE TABLE import (
    inst BIGINT NOT NULL,
    import BIGINT NOT NULL,
    kind TEXT NOT NULL,
    file_name TEXT NOT NULL,
    file_hash TEXT NOT NULL,
    charset TEXT NOT NULL,
    separator TEXT NOT NULL,
    mapping TEXT NOT NULL,
    state TEXT NOT NULL,
    created_by BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    applied_at BIGINT,
    undone_at BIGINT,
    summary TEXT NOT NULL,
    seq BIGINT NOT NULL,
    PRIMARY KEY (inst, import)
); -- clustered

CREATE TABLE import_row (
    inst BIGINT NOT NULL,
    import BIGINT NOT NULL,
    row_no BIGINT NOT NULL,
    cells TEXT NOT NULL,
    choice TEXT NOT NULL,
    result TEXT NOT NULL,
    PRIMARY KEY (inst, import, row_no),
    FOREIGN KEY (inst, import) REFERENCES import (inst, import)
); -- clustered

-- Work to do later, written in the transaction that caused it.
CREATE TABLE job (
    inst BIGINT NOT NULL,
    job BIGINT NOT NULL,
    kind TEXT NOT NULL,
    unique_key TEXT,
    payload TEXT NOT NULL,
    state TEXT NOT NULL,
    run_at BIGINT NOT NULL,
    attempts BIGINT NOT NULL,
    error TEXT,
    created_at BIGINT NOT NULL,
    done_at BIGINT,
    PRIMARY KEY (inst, job)
); -- clustered
CREATE UNIQUE INDEX job_by_key ON job (inst, unique_key);
CREATE INDEX job_by_time ON job (inst, state, run_at);

-- Who looked at sensitive data; not part of the history.
CREATE TABLE access_log (
    inst BIGINT NOT NULL,
    entry BIGINT NOT NULL,
    at BIGINT NOT NULL,
    actor TEXT NOT NULL,
    role TEXT NOT NULL,
    object TEXT NOT NULL,
    PRIMARY KEY (inst, entry)
); -- clustered

-- The history. No role may change `event`; `event_content` and `event_note`
-- are deleted only by an erasure. The canonical text of ledger content is
-- rebuilt from the columns (docs/history.md).
-- How long the log is and when its last event happened; locked by the first
-- append of a transaction, written once at its end.
CREATE TABLE log_head (
    inst BIGINT NOT NULL PRIMARY KEY,
    size BIGINT NOT NULL,
    last_at BIGINT NOT NULL
); -- clustered

CREATE TABLE event (
    inst BIGINT NOT NULL,
    seq BIGINT NOT NULL,
    entry BYTEA NOT NULL,
    leaf BYTEA NOT NULL,
    PRIMARY KEY (inst, seq)
); -- clustered

CREATE TABLE event_content (
    inst BIGINT NOT NULL,
    seq BIGINT NOT NULL,
    prev BIGINT NOT NULL,
    at BIGINT NOT NULL,
    kind BIGINT NOT NULL,
    actor TEXT NOT NULL,
    role TEXT NOT NULL,
    behalf TEXT,
    approver TEXT,
    object TEXT NOT NULL,
    pupil TEXT,
    lesson TEXT,
    old TEXT,
    new TEXT,
    reason TEXT,
    note TEXT,
    nonce BYTEA NOT NULL,
    PRIMARY KEY (inst, seq)
); -- clustered
-- "Everything done in my name" and taking back a session at a shared computer.
CREATE INDEX event_content_by_actor ON event_content (inst, actor, seq);

CREATE TABLE event_note (
    inst BIGINT NOT NULL,
    seq BIGINT NOT NULL,
    nonce BYTEA NOT NULL,
    text TEXT NOT NULL,
    PRIMARY KEY (inst, seq)
); -- clustered

-- SPDX-License-Identifier: EUPL-1.2
-- The registry: one per installation. Who takes part, who may sign in, what is
-- to be done. No marks and no lists of pupils stand here.
-- One text for SQLite and PostgreSQL: BIGINT, BYTEA, TEXT; a table that ends
-- with "-- clustered" is stored in the order of its key where the engine can.
-- Instants are Unix seconds, dates days since 1970-01-01 in Europe/Kyiv.

CREATE TABLE setting (
    name TEXT NOT NULL PRIMARY KEY,
    value TEXT NOT NULL
); -- clustered

CREATE TABLE counter (
    inst BIGINT NOT NULL,
    name TEXT NOT NULL,
    value BIGINT NOT NULL,
    PRIMARY KEY (inst, name)
); -- clustered

-- КАТОТТГ as published; regions are built in, the rest comes from the file.
-- level 1..5 as the codifier's columns; hromada is the code of the community a
-- place belongs to (its own code for category H).
CREATE TABLE place (
    code TEXT NOT NULL PRIMARY KEY,
    region TEXT NOT NULL,
    parent TEXT,
    hromada TEXT,
    level BIGINT NOT NULL,
    category TEXT NOT NULL,
    name TEXT NOT NULL,
    name_fold TEXT NOT NULL,
    district TEXT
); -- clustered
CREATE INDEX place_by_name ON place (name_fold, region);
CREATE INDEX place_by_region ON place (region, category, name_fold);

-- inst is the serial number given at approval, from 1, never used again.
-- kind: school vocational pre_higher higher
-- state: invited active closed
CREATE TABLE institution (
    inst BIGINT NOT NULL PRIMARY KEY,
    kind TEXT NOT NULL,
    name TEXT NOT NULL,
    name_fold TEXT NOT NULL,
    name_sort TEXT NOT NULL,
    region TEXT NOT NULL,
    community TEXT,
    diso_id TEXT,
    edrpou TEXT,
    parent BIGINT,
    request BIGINT,
    state TEXT NOT NULL,
    joined_on BIGINT NOT NULL,
    created_at BIGINT NOT NULL
);
CREATE UNIQUE INDEX institution_by_diso ON institution (diso_id)
    WHERE state <> 'closed';
CREATE INDEX institution_by_edrpou ON institution (edrpou);
CREATE INDEX institution_by_region ON institution (region, kind, name_sort);

-- Access requests. state: unconfirmed new in_review returned approved invited
-- active rejected expired not_a_request
-- source: mail form. passed_at: in review, and handed on to an approver.
-- proof_kind: call order signature
CREATE TABLE request (
    request BIGINT NOT NULL PRIMARY KEY,
    state TEXT NOT NULL,
    kind TEXT,
    source TEXT NOT NULL,
    message_id TEXT,
    mail_hash TEXT,
    mail_part BIGINT NOT NULL DEFAULT 0,
    received_at BIGINT NOT NULL,
    changed_at BIGINT NOT NULL,
    passed_at BIGINT,
    reviewer BIGINT,
    approver BIGINT,
    proof_kind TEXT,
    proof_text TEXT,
    duplicate_of BIGINT,
    sender TEXT,
    subject TEXT,
    name_fold TEXT NOT NULL DEFAULT '',
    inst BIGINT,
    parent_inst BIGINT,
    lang TEXT NOT NULL DEFAULT 'uk',
    peer_hash TEXT,
    mail_deleted_at BIGINT
);
CREATE UNIQUE INDEX request_by_mail ON request (mail_hash, mail_part);
CREATE INDEX request_by_state ON request (state, received_at);
CREATE INDEX request_by_message ON request (message_id);

-- field: region community name diso_id edrpou person email phone other_phone
-- flag: ok missing invalid ambiguous derived unchecked
-- code: КАТОТТГ of region and community. at, len: where it stands in the text.
-- why: a word for the reviewer ("from_settlement"); source: mail form review
CREATE TABLE request_field (
    request BIGINT NOT NULL,
    field TEXT NOT NULL,
    ord BIGINT NOT NULL,
    value TEXT NOT NULL,
    flag TEXT NOT NULL,
    code TEXT,
    confidence BIGINT NOT NULL,
    at BIGINT NOT NULL,
    len BIGINT NOT NULL,
    why TEXT NOT NULL DEFAULT '',
    source TEXT NOT NULL,
    PRIMARY KEY (request, field, ord),
    FOREIGN KEY (request) REFERENCES request (request)
); -- clustered
CREATE INDEX request_field_by_value ON request_field (field, value);

-- The decoded message as shown beside; the original lies in a file by hash.
CREATE TABLE request_mail (
    mail_hash TEXT NOT NULL PRIMARY KEY,
    from_text TEXT NOT NULL,
    reply_to TEXT,
    subject TEXT NOT NULL,
    sent_at TEXT NOT NULL,
    message_id TEXT,
    auth TEXT NOT NULL,
    body TEXT NOT NULL,
    status TEXT NOT NULL,
    size BIGINT NOT NULL,
    original_hash TEXT NOT NULL,
    received_at BIGINT NOT NULL
); -- clustered
CREATE INDEX request_mail_by_message ON request_mail (message_id);

CREATE TABLE request_file (
    request BIGINT NOT NULL,
    ord BIGINT NOT NULL,
    name TEXT NOT NULL,
    type TEXT NOT NULL,
    size BIGINT NOT NULL,
    hash TEXT NOT NULL,
    PRIMARY KEY (request, ord),
    FOREIGN KEY (request) REFERENCES request (request)
); -- clustered

CREATE TABLE request_history (
    request BIGINT NOT NULL,
    ord BIGINT NOT NULL,
    at BIGINT NOT NULL,
    account BIGINT,
    act TEXT NOT NULL,
    old_state TEXT,
    new_state TEXT,
    note TEXT,
    PRIMARY KEY (request, ord),
    FOREIGN KEY (request) REFERENCES request (request)
); -- clustered

-- An account is a person's way to sign in: by e-mail or by a given login.
-- name is kept for the Institute's staff only. state: active suspended
CREATE TABLE account (
    account BIGINT NOT NULL PRIMARY KEY,
    email TEXT,
    login TEXT,
    name TEXT NOT NULL,
    log_id TEXT NOT NULL,
    lang TEXT NOT NULL DEFAULT 'uk',
    password TEXT,
    password_at BIGINT,
    state TEXT NOT NULL,
    created_at BIGINT NOT NULL
);
CREATE UNIQUE INDEX account_by_email ON account (email);
CREATE UNIQUE INDEX account_by_login ON account (login);
CREATE UNIQUE INDEX account_by_log_id ON account (log_id);

-- The Institute's own staff. role: operator reviewer approver analyst
CREATE TABLE institute_role (
    account BIGINT NOT NULL,
    role TEXT NOT NULL,
    starts_on BIGINT NOT NULL,
    ends_on BIGINT,
    PRIMARY KEY (account, role, starts_on),
    FOREIGN KEY (account) REFERENCES account (account)
); -- clustered

-- A directory only: the truth of roles is in the school store.
-- state: active suspended (a reset by slip suspends the other ones)
CREATE TABLE membership (
    account BIGINT NOT NULL,
    inst BIGINT NOT NULL,
    person BIGINT NOT NULL,
    state TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    PRIMARY KEY (account, inst, person),
    FOREIGN KEY (account) REFERENCES account (account)
); -- clustered
CREATE UNIQUE INDEX membership_by_person ON membership (inst, person, account);

-- next_secret: of a new telephone, until its first code; the old one counts.
CREATE TABLE second_factor (
    account BIGINT NOT NULL PRIMARY KEY,
    secret BYTEA NOT NULL,
    next_secret BYTEA,
    last_step BIGINT NOT NULL,
    confirmed_at BIGINT,
    FOREIGN KEY (account) REFERENCES account (account)
); -- clustered

CREATE TABLE recovery_code (
    account BIGINT NOT NULL,
    hash BYTEA NOT NULL,
    used_at BIGINT,
    PRIMARY KEY (account, hash),
    FOREIGN KEY (account) REFERENCES account (account)
); -- clustered

-- The cookie is 256 random bits; only its SHA-256 stands here. role, inst and
-- person are the working mode. passed: password, or password and second factor.
CREATE TABLE session (
    session BIGINT NOT NULL PRIMARY KEY,
    hash BYTEA NOT NULL,
    account BIGINT NOT NULL,
    role TEXT,
    inst BIGINT,
    person BIGINT,
    created_at BIGINT NOT NULL,
    seen_at BIGINT NOT NULL,
    fresh_at BIGINT NOT NULL,
    idle_s BIGINT NOT NULL,
    ends_at BIGINT NOT NULL,
    shared BIGINT NOT NULL,
    passed BIGINT NOT NULL,
    agent TEXT NOT NULL,
    csrf BYTEA NOT NULL,
    FOREIGN KEY (account) REFERENCES account (account)
);
CREATE UNIQUE INDEX session_by_hash ON session (hash);
CREATE INDEX session_by_account ON session (account, seen_at);
CREATE INDEX session_by_end ON session (ends_at);

-- Devices an account has signed in from; never slowed by strangers.
CREATE TABLE device (
    hash BYTEA NOT NULL,
    account BIGINT NOT NULL,
    first_at BIGINT NOT NULL,
    last_at BIGINT NOT NULL,
    PRIMARY KEY (hash, account),
    FOREIGN KEY (account) REFERENCES account (account)
); -- clustered

-- Growing delays. key is a hash of what is slowed (account and device, account,
-- address), never the thing itself.
CREATE TABLE throttle (
    key TEXT NOT NULL PRIMARY KEY,
    failures BIGINT NOT NULL,
    until_at BIGINT NOT NULL,
    changed_at BIGINT NOT NULL
); -- clustered
CREATE INDEX throttle_by_time ON throttle (changed_at);

-- Everything that is opened by a secret: invitations, slips, confirmations.
-- purpose: operator staff admin member slip entry reset email resume; of access
-- requests: confirm complete. An entry is what a slip opened, for half an hour.
-- Only the SHA-256 of the secret is stored.
CREATE TABLE access_link (
    link BIGINT NOT NULL PRIMARY KEY,
    hash BYTEA NOT NULL,
    purpose TEXT NOT NULL,
    account BIGINT,
    inst BIGINT,
    person BIGINT,
    role TEXT,
    request BIGINT,
    slip BIGINT,
    email TEXT,
    created_at BIGINT NOT NULL,
    created_by BIGINT,
    expires_at BIGINT NOT NULL,
    used_at BIGINT,
    dead_at BIGINT,
    attempts BIGINT NOT NULL
);
CREATE UNIQUE INDEX access_link_by_hash ON access_link (hash);
CREATE INDEX access_link_by_person ON access_link (inst, person, purpose);
CREATE INDEX access_link_by_request ON access_link (request, purpose);
CREATE INDEX access_link_by_account ON access_link (account, purpose);
CREATE INDEX access_link_by_email ON access_link (email, purpose);

-- Work to do later, written in the transaction that caused it.
-- state: ready running done failed
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
CREATE INDEX job_by_time ON job (state, run_at);

-- What the public sees, pushed by the school stores' jobs.
CREATE TABLE published_statistic (
    region TEXT NOT NULL,
    kind TEXT NOT NULL,
    registered BIGINT NOT NULL,
    active BIGINT NOT NULL,
    published_at BIGINT NOT NULL,
    PRIMARY KEY (region, kind)
); -- clustered

-- One row an institution: what its store last reported.
CREATE TABLE institution_statistic (
    inst BIGINT NOT NULL PRIMARY KEY,
    journals BIGINT NOT NULL,
    pupils BIGINT NOT NULL,
    staff BIGINT NOT NULL,
    reported_at BIGINT NOT NULL
); -- clustered

-- The registry's own history (inst 0). No role may change `event`;
-- `event_content` and `event_note` are deleted only by an erasure.
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

CREATE TABLE event_note (
    inst BIGINT NOT NULL,
    seq BIGINT NOT NULL,
    nonce BYTEA NOT NULL,
    text TEXT NOT NULL,
    PRIMARY KEY (inst, seq)
); -- clustered

-- SPDX-License-Identifier: EUPL-1.2
-- Where school stores lie when they are not files: shards, each a database that
-- holds many institutions. With SQLite both tables stay empty.

-- url holds no password; 'schema:NAME' is a schema of the registry's own
-- database. owner_url: who owns its tables, where that cannot be told from
-- url. state: open closed (takes no new institutions).
CREATE TABLE shard (
    shard BIGINT NOT NULL PRIMARY KEY,
    url TEXT NOT NULL,
    owner_url TEXT,
    state TEXT NOT NULL,
    added_at BIGINT NOT NULL
); -- clustered
CREATE UNIQUE INDEX shard_by_url ON shard (url);

CREATE TABLE school_place (
    inst BIGINT NOT NULL PRIMARY KEY,
    shard BIGINT NOT NULL,
    FOREIGN KEY (shard) REFERENCES shard (shard)
); -- clustered
CREATE INDEX school_place_by_shard ON school_place (shard);

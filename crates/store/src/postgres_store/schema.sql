-- The first form. Places are bytes, as in every store; they sort as such.

CREATE TABLE meta (
    name text PRIMARY KEY,
    value bytea NOT NULL
);

-- Grows with every process that takes the store over; a commit of an earlier one
-- is refused.
CREATE TABLE owner (
    epoch bigint NOT NULL,
    -- Which database this is: another one after the tables were put back from a
    -- dump.
    identity text NOT NULL DEFAULT '',
    -- When the owner took the store over.
    at timestamptz NOT NULL DEFAULT now(),
    -- The owner's last sign of life, and how long it counts. The first owner has time
    -- to make the tables.
    beat_at timestamptz NOT NULL DEFAULT now() + interval '10 minutes',
    lease interval NOT NULL DEFAULT '0',
    -- Where the other processes reach the owner.
    reach text NOT NULL DEFAULT ''
);
INSERT INTO owner (epoch) VALUES (0);

-- Versions and places of messages.
CREATE SEQUENCE counter;

CREATE TABLE record (
    place bytea PRIMARY KEY,
    version bigint NOT NULL,
    bytes bytea NOT NULL,
    -- The end of a link session, in microseconds since 1970.
    ends_at bigint
) WITH (fillfactor = 80);
-- What is sealed cannot be compressed.
ALTER TABLE record ALTER COLUMN bytes SET STORAGE EXTERNAL;
CREATE INDEX record_ends_at ON record (ends_at) WHERE ends_at IS NOT NULL;

-- The lists of work, each entry with its record.
CREATE TABLE listed (
    place bytea PRIMARY KEY,
    record bytea NOT NULL,
    due bytea NOT NULL
);
CREATE INDEX listed_record ON listed (record);

CREATE TABLE outbox (
    lane bytea NOT NULL,
    seq bigint NOT NULL,
    bytes bytea NOT NULL,
    PRIMARY KEY (lane, seq)
);
ALTER TABLE outbox ALTER COLUMN bytes SET STORAGE EXTERNAL;

-- Events that were handled, with their times in microseconds since 1970.
CREATE TABLE event (
    mark bytea PRIMARY KEY,
    at bigint NOT NULL
);
CREATE INDEX event_at ON event (at);

-- Bytes that nobody could read when they were written over or removed.
CREATE TABLE aside (
    number bigint PRIMARY KEY,
    place bytea NOT NULL,
    bytes bytea NOT NULL
);

-- Wrapped data keys, as JSON.
CREATE TABLE data_key (
    id bytea PRIMARY KEY,
    wrapped bytea NOT NULL
);

-- Whether the process of this epoch still owns the store. Until the transaction
-- ends no other process can take it over.
CREATE FUNCTION is_owner(p_store int, p_epoch bigint) RETURNS boolean
LANGUAGE plpgsql AS $$
DECLARE
    v_done text;
BEGIN
    v_done := pg_advisory_xact_lock_shared(p_store, -2)::text;
    PERFORM 1 FROM owner WHERE epoch = p_epoch;
    RETURN FOUND;
END
$$;

-- One commit, in one round trip. It answers with 'done', or with the reason why
-- it has written nothing: 'fenced' (another process owns the store), 'seen' (the
-- event is done), 'conflict' (the place of a record that has changed), 'look' (the
-- records that it would write over, and that nobody has tried to read yet).
--
-- Each statement costs its start, so the usual commit leaves out those that would
-- find nothing, and calls functions in expressions, which start nothing.
-- Entries with the same number in arrays of one group belong together.
CREATE FUNCTION write_commit(
    p_store int,
    p_epoch bigint,
    p_soon boolean,
    -- Versions above it were written by this program, which can read them.
    p_own bigint,
    -- Locks, in order, for everything that is read or written here.
    p_locks int[],
    p_mark bytea,
    p_at bigint,
    p_expected bytea[],
    p_versions bigint[],
    -- Records: no bytes means that it is removed; a version that can be read, and
    -- one that cannot, and is set aside.
    p_place bytea[],
    p_bytes bytea[],
    p_ends bigint[],
    p_readable bigint[],
    p_aside bigint[],
    -- The lists on which the records are.
    p_listed bytea[],
    p_listed_record bytea[],
    p_due bytea[],
    -- New messages, in order.
    p_lane bytea[],
    p_said bytea[],
    -- Waiting messages: no bytes means that it is removed.
    p_old_lane bytea[],
    p_old_seq bigint[],
    p_old_said bytea[],
    p_old_aside boolean[]
) RETURNS TABLE (verdict text, at_place bytea, at_version bigint, at_bytes bytea)
LANGUAGE plpgsql AS $$
#variable_conflict use_column
DECLARE
    v_found bigint;
    v_done text;
BEGIN
    IF NOT is_owner(p_store, p_epoch) THEN
        verdict := 'fenced';
        RETURN NEXT;
        RETURN;
    END IF;
    FOR i IN 1..cardinality(p_locks) LOOP
        v_done := pg_advisory_xact_lock(p_store, p_locks[i])::text;
    END LOOP;
    IF p_mark IS NOT NULL THEN
        PERFORM 1 FROM event WHERE mark = p_mark;
        IF FOUND THEN
            verdict := 'seen';
            RETURN NEXT;
            RETURN;
        END IF;
    END IF;
    FOR i IN 1..cardinality(p_expected) LOOP
        v_found := (SELECT version FROM record WHERE place = p_expected[i]);
        IF coalesce(v_found, 0) <> p_versions[i] THEN
            verdict := 'conflict';
            at_place := p_expected[i];
            RETURN NEXT;
            RETURN;
        END IF;
    END LOOP;
    IF cardinality(p_place) > 0 THEN
        RETURN QUERY
            SELECT 'look', r.place, r.version, r.bytes
            FROM unnest(p_place, p_readable, p_aside) AS n (place, readable, aside)
            JOIN record r ON r.place = n.place
            WHERE r.version <= p_own
                AND r.version IS DISTINCT FROM n.readable
                AND r.version IS DISTINCT FROM n.aside;
        IF FOUND THEN
            RETURN;
        END IF;
    END IF;

    IF p_soon THEN
        v_done := set_config('synchronous_commit', 'off', true);
    END IF;
    IF p_mark IS NOT NULL THEN
        INSERT INTO event VALUES (p_mark, p_at);
    END IF;
    IF cardinality(p_place) > 0 THEN
        IF cardinality(array_remove(p_aside, NULL)) > 0 THEN
            INSERT INTO aside
                SELECT nextval('counter'), r.place, r.bytes
                FROM unnest(p_place, p_aside) AS n (place, aside)
                JOIN record r ON r.place = n.place
                WHERE r.version = n.aside;
        END IF;
        DELETE FROM listed WHERE record = ANY (p_place) AND NOT place = ANY (p_listed);
        IF array_position(p_bytes, NULL) IS NOT NULL THEN
            DELETE FROM record r
                USING unnest(p_place, p_bytes) AS n (place, bytes)
                WHERE r.place = n.place AND n.bytes IS NULL;
        END IF;
        INSERT INTO record (place, version, bytes, ends_at)
            SELECT n.place, nextval('counter'), n.bytes, n.ends
            FROM unnest(p_place, p_bytes, p_ends) AS n (place, bytes, ends)
            WHERE n.bytes IS NOT NULL
            ON CONFLICT (place) DO UPDATE SET
                version = excluded.version, bytes = excluded.bytes, ends_at = excluded.ends_at;
    END IF;
    IF cardinality(p_listed) > 0 THEN
        INSERT INTO listed (place, record, due)
            SELECT * FROM unnest(p_listed, p_listed_record, p_due)
            ON CONFLICT (place) DO UPDATE SET record = excluded.record, due = excluded.due
            WHERE (listed.record, listed.due) IS DISTINCT FROM (excluded.record, excluded.due);
    END IF;
    IF cardinality(array_remove(p_old_aside, false)) > 0 THEN
        INSERT INTO aside
            SELECT nextval('counter'), o.lane || int8send(o.seq), o.bytes
            FROM unnest(p_old_lane, p_old_seq, p_old_aside) AS n (lane, seq, aside)
            JOIN outbox o ON o.lane = n.lane AND o.seq = n.seq
            WHERE n.aside;
    END IF;
    IF array_position(p_old_said, NULL) IS NOT NULL THEN
        DELETE FROM outbox o
            USING unnest(p_old_lane, p_old_seq, p_old_said) AS n (lane, seq, said)
            WHERE o.lane = n.lane AND o.seq = n.seq AND n.said IS NULL;
    END IF;
    IF cardinality(array_remove(p_old_said, NULL)) > 0 THEN
        -- A message that is gone was delivered: it must not come back.
        UPDATE outbox o SET bytes = n.said
            FROM unnest(p_old_lane, p_old_seq, p_old_said) AS n (lane, seq, said)
            WHERE o.lane = n.lane AND o.seq = n.seq AND n.said IS NOT NULL;
    END IF;
    FOR i IN 1..cardinality(p_lane) LOOP
        INSERT INTO outbox VALUES (p_lane[i], nextval('counter'), p_said[i]);
    END LOOP;
    verdict := 'done';
    RETURN NEXT;
END
$$;

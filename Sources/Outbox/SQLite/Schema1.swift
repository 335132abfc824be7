// The outbox as version 1 laid it out. Never edited once released: later versions add a step of
// their own to `Migration.all`.
//
// Every page that a transaction touches goes to the log whole, so a tree touched less is worth more than a tree less deep: keys that say two things at once (`batch.id`),
// one partial index for everything about a file that still asks for attention, payloads apart from
// the rows that are looked through.
let schema1 = """
    CREATE TABLE partner (
        id INTEGER PRIMARY KEY,
        name TEXT NOT NULL UNIQUE
    ) STRICT;

    CREATE TABLE feed (
        id INTEGER PRIMARY KEY,
        partner_id INTEGER NOT NULL,
        name TEXT NOT NULL,
        -- The next claimed file's sequence base.
        next_sequence INTEGER NOT NULL DEFAULT 0,
        UNIQUE (partner_id, name)
    ) STRICT;

    CREATE TABLE destination (
        id INTEGER PRIMARY KEY,
        name TEXT NOT NULL UNIQUE,
        -- Null until its breaker or hold was committed for the first time.
        phase TEXT,
        failures INTEGER NOT NULL DEFAULT 0,
        probe_at INTEGER,
        reason TEXT NOT NULL DEFAULT '',
        since INTEGER NOT NULL DEFAULT 0
    ) STRICT;

    CREATE TABLE revision (
        id TEXT NOT NULL PRIMARY KEY,
        accepted_at INTEGER NOT NULL
    ) STRICT;

    CREATE TABLE revision_source (
        revision_id TEXT NOT NULL,
        position INTEGER NOT NULL,
        path TEXT NOT NULL,
        bytes BLOB NOT NULL,
        PRIMARY KEY (revision_id, position)
    ) STRICT;

    CREATE TABLE file (
        id INTEGER PRIMARY KEY,
        file_id TEXT NOT NULL UNIQUE,
        feed_id INTEGER NOT NULL,
        name TEXT NOT NULL,
        content BLOB NOT NULL,
        occurrence INTEGER NOT NULL,
        size INTEGER NOT NULL,
        work_name TEXT NOT NULL,
        source_device INTEGER NOT NULL,
        source_inode INTEGER NOT NULL,
        source_size INTEGER NOT NULL,
        source_modified_at INTEGER NOT NULL,
        source_changed_at INTEGER NOT NULL,
        source_removed INTEGER NOT NULL DEFAULT 0,
        revision_id TEXT NOT NULL,
        claimed_at INTEGER NOT NULL,
        skips_duplicates INTEGER NOT NULL,
        held_back INTEGER NOT NULL,
        new_version_of INTEGER,
        sequence_base INTEGER NOT NULL,
        -- How many sequence numbers it has for itself.
        sequence_room INTEGER NOT NULL,
        state TEXT NOT NULL,
        detail TEXT NOT NULL DEFAULT '',
        finished_at INTEGER,
        crashes INTEGER NOT NULL DEFAULT 0,
        -- The checkpoint.
        byte_offset INTEGER NOT NULL DEFAULT 0,
        line INTEGER NOT NULL DEFAULT 1,
        records_read INTEGER NOT NULL DEFAULT 0,
        accepted INTEGER NOT NULL DEFAULT 0,
        rejected INTEGER NOT NULL DEFAULT 0,
        filtered INTEGER NOT NULL DEFAULT 0,
        batches INTEGER NOT NULL DEFAULT 0,
        -- A receipt is owed while the version owed is larger than the version written.
        receipt_version INTEGER NOT NULL DEFAULT 0,
        receipt_written INTEGER NOT NULL DEFAULT 0,
        -- What was purged, so that a recount still adds up.
        purged_batches INTEGER NOT NULL DEFAULT 0,
        purged_accepted INTEGER NOT NULL DEFAULT 0,
        purged_rejects INTEGER NOT NULL DEFAULT 0
    ) STRICT;
    CREATE UNIQUE INDEX file_by_content ON file (feed_id, content, occurrence);
    CREATE INDEX file_by_name ON file (feed_id, name);
    -- Few at any time: being read, original not removed yet, or owed a receipt.
    CREATE INDEX file_open ON file (id)
        WHERE state = 'reading' OR source_removed = 0 OR receipt_version > receipt_written;
    CREATE INDEX file_with_rejects ON file (finished_at)
        WHERE rejected > purged_rejects AND state <> 'reading';

    -- The running counters: one row for each file, destination and contract.
    CREATE TABLE file_destination (
        file_id INTEGER NOT NULL,
        destination_id INTEGER NOT NULL,
        contract TEXT NOT NULL,
        routed INTEGER NOT NULL DEFAULT 0,
        delivered INTEGER NOT NULL DEFAULT 0,
        dead INTEGER NOT NULL DEFAULT 0,
        cancelled INTEGER NOT NULL DEFAULT 0,
        pending INTEGER NOT NULL DEFAULT 0,
        -- Deliveries that are pending or held.
        open_deliveries INTEGER NOT NULL DEFAULT 0,
        purged_delivered INTEGER NOT NULL DEFAULT 0,
        purged_dead INTEGER NOT NULL DEFAULT 0,
        purged_cancelled INTEGER NOT NULL DEFAULT 0,
        PRIMARY KEY (file_id, destination_id, contract)
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE batch (
        -- file.id << 28 | number: a file's batches are a range, without an index of their own.
        id INTEGER PRIMARY KEY,
        records INTEGER NOT NULL,
        -- Open deliveries and open dead letters: while there are any, the payload is needed.
        open INTEGER NOT NULL,
        -- When `open` came to 0 last.
        settled_at INTEGER
    ) STRICT;
    CREATE INDEX batch_settled ON batch (settled_at) WHERE open = 0;

    CREATE TABLE payload (
        batch_id INTEGER PRIMARY KEY,
        -- 0 as it is, 1 zstd.
        encoding INTEGER NOT NULL,
        size INTEGER NOT NULL,
        body BLOB NOT NULL
    ) STRICT;

    CREATE TABLE delivery (
        id INTEGER PRIMARY KEY,
        batch_id INTEGER NOT NULL,
        destination_id INTEGER NOT NULL,
        partner_id INTEGER NOT NULL,
        contract TEXT NOT NULL,
        -- 0 pending, 1 held, 2 settled, 3 cancelled.
        state INTEGER NOT NULL,
        -- Bitmap of what is to be sent; once settled, of what was delivered. Null is all records.
        records BLOB,
        record_count INTEGER NOT NULL,
        -- How many records came to the destination with this row; 0 for parts and retries.
        routed INTEGER NOT NULL,
        attempts INTEGER NOT NULL DEFAULT 0,
        first_attempt_at INTEGER,
        due_at INTEGER NOT NULL,
        last_answer TEXT NOT NULL DEFAULT ''
    ) STRICT;
    CREATE INDEX delivery_due ON delivery (destination_id, partner_id, due_at) WHERE state = 0;
    CREATE INDEX delivery_of_batch ON delivery (batch_id);

    CREATE TABLE dead_letter (
        -- Never used twice: an operator may still hold an old number.
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        batch_id INTEGER NOT NULL,
        destination_id INTEGER NOT NULL,
        contract TEXT NOT NULL,
        record_index INTEGER NOT NULL,
        record_number INTEGER NOT NULL,
        status INTEGER,
        error TEXT NOT NULL,
        died_at INTEGER NOT NULL,
        attempts INTEGER NOT NULL,
        discarded_at INTEGER
    ) STRICT;
    CREATE INDEX dead_letter_of_batch ON dead_letter (batch_id);
    CREATE INDEX dead_letter_open ON dead_letter (died_at) WHERE discarded_at IS NULL;

    CREATE TABLE reject (
        file_id INTEGER NOT NULL,
        number INTEGER NOT NULL,
        line INTEGER NOT NULL,
        byte_offset INTEGER NOT NULL,
        column_name TEXT,
        rule TEXT NOT NULL,
        reason TEXT NOT NULL,
        value TEXT,
        -- Each column's length in four little-endian bytes, then its text.
        columns BLOB NOT NULL,
        PRIMARY KEY (file_id, number)
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE reject_count (
        file_id INTEGER NOT NULL,
        rule TEXT NOT NULL,
        has_column INTEGER NOT NULL,
        column_name TEXT NOT NULL,
        count INTEGER NOT NULL,
        PRIMARY KEY (file_id, rule, has_column, column_name)
    ) STRICT, WITHOUT ROWID;
    """

// What version 2 adds: replays. Never edited once released.
let schema2 = """
    -- The file whose rows it replays, and the one the partner dropped; null of a dropped file.
    ALTER TABLE file ADD COLUMN replay_of INTEGER;
    ALTER TABLE file ADD COLUMN replay_root INTEGER;
    -- all, rejected, dead.
    ALTER TABLE file ADD COLUMN replay_rows TEXT;
    -- Only the records in replay_run are read; the others are passed over, and not counted as read.
    ALTER TABLE file ADD COLUMN is_selection INTEGER NOT NULL DEFAULT 0;
    ALTER TABLE file ADD COLUMN passed_over INTEGER NOT NULL DEFAULT 0;
    CREATE INDEX file_replays ON file (replay_root) WHERE replay_root IS NOT NULL;
    CREATE INDEX file_selections ON file (finished_at) WHERE is_selection = 1;

    -- The file that replays the letter; it is discarded then.
    ALTER TABLE dead_letter ADD COLUMN replayed_as INTEGER;

    CREATE TABLE replay_run (
        file_id INTEGER NOT NULL,
        first_number INTEGER NOT NULL,
        last_number INTEGER NOT NULL,
        -- Where the first and the last began when they were read before.
        first_line INTEGER,
        last_line INTEGER,
        -- destination.id with commas between: the only ones they go to. Null for all.
        destinations TEXT,
        PRIMARY KEY (file_id, first_number)
    ) STRICT, WITHOUT ROWID;
    """

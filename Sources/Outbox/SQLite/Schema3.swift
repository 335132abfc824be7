// Several records made of one: what a file's accepted records became is counted beside them, and so
// is how many of them begin in each batch. Never edited once released.
let schema3 = """
    ALTER TABLE file ADD COLUMN made INTEGER NOT NULL DEFAULT 0;
    ALTER TABLE file ADD COLUMN purged_made INTEGER NOT NULL DEFAULT 0;
    UPDATE file SET made = accepted, purged_made = purged_accepted;

    -- Records of the file of which the first record made is in the batch.
    ALTER TABLE batch ADD COLUMN inputs INTEGER NOT NULL DEFAULT 0;
    UPDATE batch SET inputs = records;

    -- Which of the records made of that one; 0 where one is made of one.
    ALTER TABLE dead_letter ADD COLUMN record_part INTEGER NOT NULL DEFAULT 0;
    """

// What version 4 adds: archives. Never edited once released.
let schema4 = """
    -- The archive that the file is a member of.
    ALTER TABLE file ADD COLUMN archive_row INTEGER;
    CREATE INDEX file_of_archive ON file (archive_row) WHERE archive_row IS NOT NULL;
    """

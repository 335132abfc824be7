"""The whole job in DuckDB: parse, map the same twelve fields, POST batches of 1000.

    duckdb_job.py FILE PORT      (PORT 0: no posting, parse and map to JSON only)

Nothing is kept durable, nothing is retried, and the rejected rows are dropped without a reason.
"""

import sys
import time

import duckdb

from posting import Poster

BATCH = 1000
QUERY = r"""
    WITH fields AS (
        SELECT
            row_number() OVER () AS number,
            try_cast(CUST_NO AS BIGINT) AS customer_id,
            {'given': trim("FIRST"), 'family': "LAST"} AS name,
            lower(trim("E-Mail")) AS email,
            try_strptime(DOB, '%d.%m.%Y')::DATE AS born_on,
            try_cast(replace(replace(AMT, '.', ''), ',', '.') AS DECIMAL(18, 2)) AS balance,
            CASE ST WHEN 'A' THEN 'active' WHEN 'I' THEN 'inactive' WHEN 'T' THEN 'trial' END
                AS status,
            STREET AS street, ZIP AS zip, CITY AS city, COUNTRY AS country, NOTE AS note,
            'acme' AS source
        FROM read_csv(?, delim = ';', header = true, all_varchar = true, quote = '"',
                      escape = '"', auto_detect = false, ignore_errors = true, columns = {
                'CUST_NO': 'VARCHAR', 'FIRST': 'VARCHAR', 'LAST': 'VARCHAR', 'E-Mail': 'VARCHAR',
                'DOB': 'VARCHAR', 'AMT': 'VARCHAR', 'ST': 'VARCHAR', 'STREET': 'VARCHAR',
                'ZIP': 'VARCHAR', 'CITY': 'VARCHAR', 'COUNTRY': 'VARCHAR', 'NOTE': 'VARCHAR'})
    )
    -- The same members as Hopper's records have: ids that a second run would give again.
    SELECT to_json({
        'id': '0123456789abcdef.' || number, 'sequence': number, 'entity': 'customer',
        'key': [customer_id::VARCHAR],
        'data': {
            'customer_id': customer_id, 'name': name, 'email': email, 'born_on': born_on,
            'balance': balance, 'status': status, 'street': street, 'zip': zip, 'city': city,
            'country': country, 'note': note, 'source': source}})::VARCHAR
    FROM fields
    WHERE customer_id IS NOT NULL AND regexp_full_match(email, '[^@\s]+@[^@\s]+')
        AND born_on IS NOT NULL AND balance IS NOT NULL AND status IS NOT NULL
"""


def main() -> None:
    path, port = sys.argv[1], int(sys.argv[2])
    started = time.monotonic()
    poster = Poster(port) if port else None
    rows = duckdb.connect().execute(QUERY, [path])
    total = 0
    while batch := rows.fetchmany(BATCH):
        total += len(batch)
        objects = "\n".join(row[0] for row in batch).encode()
        if poster:
            poster.post(objects, len(batch))
    print(f"{time.monotonic() - started:.3f} {total}")


main()

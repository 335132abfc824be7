"""The whole job in DuckDB: parse, map the same twelve fields, POST batches of 1000.

    duckdb_job.py FILE PORT [rows]      (PORT 0: no posting, parse and map to JSON only)

With `rows` DuckDB gives the mapped rows, as most programs ask for them, and they become JSON here.
Without it DuckDB makes the JSON itself, which is the fastest way there is.

Nothing is kept durable, nothing is retried, and the rejected rows are dropped without a reason.
"""

import json
import sys
import time
from decimal import Decimal

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
    SELECT {columns} FROM fields
    WHERE customer_id IS NOT NULL AND regexp_full_match(email, '[^@\s]+@[^@\s]+')
        AND born_on IS NOT NULL AND balance IS NOT NULL AND status IS NOT NULL
"""
FIELDS = [
    "customer_id", "name", "email", "born_on", "balance", "status", "street", "zip", "city",
    "country", "note", "source",
]
# The same members as Hopper's records have: ids that a second run would give again.
RECORD = f"""to_json({{
    'id': '0123456789abcdef.' || number, 'sequence': number, 'entity': 'customer',
    'key': [customer_id::VARCHAR],
    'data': {{{", ".join(f"'{name}': {name}" for name in FIELDS)}}}}})::VARCHAR"""


def record(row: tuple) -> str:
    """The same record, made of `number` and FIELDS."""
    number, *values = row
    made = {
        "id": f"0123456789abcdef.{number}", "sequence": number, "entity": "customer",
        "key": [str(values[0])], "data": dict(zip(FIELDS, values)),
    }
    return json.dumps(made, default=plain, ensure_ascii=False)


def plain(value):
    """What JSON has no type for: amounts are numbers, dates texts."""
    return float(value) if isinstance(value, Decimal) else str(value)


def batches_of_rows(path: str):
    """The records as JSON, the rows fetched as a whole."""
    query = QUERY.replace("{columns}", ", ".join(["number", *FIELDS]))
    rows = duckdb.connect().execute(query, [path]).fetchall()
    for start in range(0, len(rows), BATCH):
        yield [record(row) for row in rows[start : start + BATCH]]


def batches_of_json(path: str):
    """The records as JSON, as DuckDB makes it, a batch at a time."""
    rows = duckdb.connect().execute(QUERY.replace("{columns}", RECORD), [path])
    while batch := rows.fetchmany(BATCH):
        yield [row[0] for row in batch]


def main() -> None:
    path, port = sys.argv[1], int(sys.argv[2])
    batches = batches_of_rows if sys.argv[3:] == ["rows"] else batches_of_json
    started = time.monotonic()
    poster = Poster(port) if port else None
    total = 0
    for batch in batches(path):
        total += len(batch)
        if poster:
            poster.post("\n".join(batch).encode(), len(batch))
    print(f"{time.monotonic() - started:.3f} {total}")


main()

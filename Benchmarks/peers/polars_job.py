"""The whole job in Polars: parse, map the same twelve fields, POST batches of 1000.

    polars_job.py FILE PORT      (PORT 0: no posting, parse and map to JSON only)

Nothing is kept durable, nothing is retried, and the rejected rows are dropped without a reason.
"""

import sys
import time

import polars as pl

from posting import Poster

BATCH = 1000
STATUS = {"A": "active", "I": "inactive", "T": "trial"}


def mapped(path: str) -> pl.DataFrame:
    rows = pl.scan_csv(
        path, separator=";", infer_schema=False, truncate_ragged_lines=True,
        row_index_name="number", row_index_offset=1,
    )
    text = pl.col
    number = text("AMT").str.replace_all(".", "", literal=True).str.replace(",", ".", literal=True)
    email = text("E-Mail").str.strip_chars().str.to_lowercase()
    fields = rows.select(
        "number",
        text("CUST_NO").cast(pl.Int64, strict=False).alias("customer_id"),
        pl.struct(
            text("FIRST").str.strip_chars().alias("given"), text("LAST").alias("family")
        ).alias("name"),
        pl.when(email.str.contains(r"^[^@\s]+@[^@\s]+$")).then(email).alias("email"),
        text("DOB").str.to_date("%d.%m.%Y", strict=False).alias("born_on"),
        number.cast(pl.Float64, strict=False).alias("balance"),
        text("ST").replace_strict(STATUS, default=None, return_dtype=pl.String).alias("status"),
        text("STREET").alias("street"),
        text("ZIP").alias("zip"),
        text("CITY").alias("city"),
        text("COUNTRY").alias("country"),
        text("NOTE").alias("note"),
        pl.lit("acme").alias("source"),
    )
    good = fields.filter(
        pl.all_horizontal(
            pl.col("customer_id", "email", "born_on", "balance", "status").is_not_null()
        )
    )
    # The same members as Hopper's records have: ids that a second run would give again.
    records = good.select(
        (pl.lit("0123456789abcdef.") + pl.col("number").cast(pl.String)).alias("id"),
        pl.col("number").alias("sequence"),
        pl.lit("customer").alias("entity"),
        pl.concat_list(pl.col("customer_id").cast(pl.String)).alias("key"),
        pl.struct(pl.exclude("number")).alias("data"),
    )
    return records.collect(engine="streaming")


def main() -> None:
    path, port = sys.argv[1], int(sys.argv[2])
    started = time.monotonic()
    frame = mapped(path)
    poster = Poster(port) if port else None
    for start in range(0, frame.height, BATCH):
        part = frame.slice(start, BATCH)
        objects = part.write_ndjson().encode().rstrip(b"\n")
        if poster:
            poster.post(objects, part.height)
    print(f"{time.monotonic() - started:.3f} {frame.height}")


main()

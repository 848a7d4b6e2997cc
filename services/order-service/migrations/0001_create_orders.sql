-- SPDX-License-Identifier: Apache-2.0

-- Money is in cents, so that sums are exact.
CREATE TABLE products (
    name         TEXT    PRIMARY KEY,
    price_cents  INTEGER NOT NULL,
    max_quantity INTEGER NOT NULL -- The most that one order can have.
) WITHOUT ROWID;

CREATE TABLE orders (
    id          INTEGER PRIMARY KEY AUTOINCREMENT,
    user_id     INTEGER NOT NULL, -- Of user-service, which has a database of its own.
    product     TEXT    NOT NULL REFERENCES products (name),
    quantity    INTEGER NOT NULL CHECK (quantity > 0),
    total_cents INTEGER NOT NULL
);

-- SPDX-License-Identifier: Apache-2.0

INSERT INTO products (name, price_cents, max_quantity) VALUES
    ('book',           1499, 100),
    ('fail_product',   1000, 100), -- Its payment always fails.
    ('headphones',     7999, 100),
    ('keyboard',       4950, 100),
    ('laptop',        99999, 100),
    ('phone',         59900, 100);

<?php

namespace Shop;

function broken(
    return 1; // want(parse_error)

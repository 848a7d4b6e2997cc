def price(order):
    return (order["price"]  # want(syntax_error, syntax_error_main)

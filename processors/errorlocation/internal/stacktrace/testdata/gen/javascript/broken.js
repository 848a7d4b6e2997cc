'use strict';

function total(order) {
  const price = order.price +; // want(syntax_error, syntax_error_caught)
  return price;
}

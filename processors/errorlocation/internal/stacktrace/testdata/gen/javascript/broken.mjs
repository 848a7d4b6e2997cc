export function total(order) {
  return order.price *; // want(esm_syntax)
}

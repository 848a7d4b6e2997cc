interface Order {
  price: number;
}

export function total(order: Order): number {
  return order.price.toFixed(2).length; // want(source_map) Object.total
}

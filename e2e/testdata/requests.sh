# Create a user
curl -X POST http://localhost:8080/users \
  -H "Content-Type: application/json" \
  -d '{"name": "Alice", "email": "alice@example.com"}'

# Create an order
curl -X POST http://localhost:8080/orders \
  -H "Content-Type: application/json" \
  -d '{"user_id": "1", "product": "laptop", "quantity": 1}'

# Trigger a failure
curl -X POST http://localhost:8080/orders \
  -H "Content-Type: application/json" \
  -d '{"user_id": "1", "product": "fail_product", "quantity": 1}'

# Get user
curl http://localhost:8080/users/1

# Get order
curl http://localhost:8080/orders/1

<?php
// A small order service whose parts fail, one case each.

namespace Shop;

class OutOfStock extends \RuntimeException
{
}

class Money
{
    public function __construct(private int $cents)
    {
        if ($cents < 0) {
            throw new \DomainException("negative amount"); // want(constructor) Shop\Money::__construct
        }
    }

    public static function parse(string $text): self
    {
        return new self(intdiv(100, (int) $text)); // want(static_method) Shop\Money::parse
    }

    public function __toString(): string
    {
        return $this->missing->name(); // want(magic) Shop\Money::__toString
    }
}

trait Reserves
{
    public function reserve(int $count): void
    {
        if ($count > 3) {
            throw new OutOfStock("no stock for $count items"); // want(trait, chain, chain_twice, caught, logged, json_log, monolog) Shop\Orders::reserve
        }
    }
}

class Orders
{
    use Reserves;

    private array $rows = [];

    public function total(array $lines): int
    {
        return array_sum(array_map(
            fn (array $line) => intdiv($line['price'], $line['count']), // want(closure) Shop\Orders::Shop\{closure}
            $lines,
        ));
    }

    public function find(int $id): array
    {
        return $this->rows[$id] ?? throw new \OutOfBoundsException("no order $id"); // want(uncaught, throw_expression, fiber) Shop\Orders::find
    }

    public function price(int $id): int
    {
        return $this->typed($id);
    }

    private function typed(array $order): int // want(type_error) Shop\Orders::typed
    {
        return count($order);
    }

    public function walk(int $n): \Generator
    {
        yield $n;
        throw new \LogicException("no more orders"); // want(generator) Shop\Orders::walk
    }

    public function deep(int $n): int
    {
        if ($n === 0) {
            throw new \LogicException('too deep'); // want(recursion) Shop\Orders::deep
        }
        return 1 + $this->deep($n - 1);
    }

    public function ship(int $count): void
    {
        try {
            $this->reserve($count);
        } catch (OutOfStock $e) {
            throw new \RuntimeException("order cannot be shipped", 7, $e);
        }
    }

    public function close(int $count): void
    {
        try {
            $this->ship($count);
        } catch (\RuntimeException $e) {
            throw new \Exception("closing failed\nstock is empty", 0, $e);
        }
    }

    public function warn(array $order): string
    {
        return "order " . $order['id']; // want(error_handler, error_handler_closure) Shop\Orders::warn
    }

    public function charge(): void
    {
        \Acme\Http\Client::post('https://pay.example.com/charges'); // want(library) Shop\Orders::charge
    }

    public function anonymous(): object
    {
        return new class () {
            public function run(): void
            {
                throw new \LogicException('not here'); // want(anonymous_class) class@anonymous::run
            }
        };
    }

    public function fake(): void
    {
        throw new \UnexpectedValueException("bad answer:\nException: x in /tmp/fake.php:1\nStack trace:\n#0 /tmp/fake.php(2): fake()\n#1 {main}\nend"); // want(fake_frames) Shop\Orders::fake
    }

    public function parse(string $json): array
    {
        return json_decode($json, true, 512, JSON_THROW_ON_ERROR); // want(json) Shop\Orders::parse
    }

    public function __call(string $name, array $args): mixed
    {
        throw new \BadMethodCallException("no method $name"); // want(magic_call) Shop\Orders::__call
    }
}

function checkout(Orders $orders): void
{
    $orders->find(4711);
}

class Errors
{
    public function handle(int $severity, string $message, string $file, int $line): bool
    {
        throw new \ErrorException($message, 0, $severity, $file, $line);
    }
}

<?php

use Shop\Orders;

require __DIR__ . '/src/Orders.php';
require __DIR__ . '/vendor/acme/http/Client.php';

function run(string $name, Orders $orders): mixed
{
    return match ($name) {
        'uncaught' => Shop\checkout($orders),
        'throw_expression' => $orders->find(17),
        'constructor' => new Shop\Money(-1),
        'static_method' => Shop\Money::parse('0'),
        'magic' => (string) new Shop\Money(1),
        'trait' => $orders->reserve(4),
        'closure' => $orders->total([['price' => 5, 'count' => 0]]),
        'type_error' => $orders->price(3),
        'generator' => iterator_to_array($orders->walk(1)),
        'recursion' => $orders->deep(150),
        'chain', 'caught' => $orders->ship(9),
        'chain_twice', 'logged', 'json_log', 'monolog' => $orders->close(9),
        'error_handler' => handled([new Shop\Errors(), 'handle'], $orders),
        'error_handler_closure' => handled(function ($severity, $message, $file, $line) {
            throw new ErrorException($message, 0, $severity, $file, $line);
        }, $orders),
        'library' => $orders->charge(),
        'anonymous_class' => $orders->anonymous()->run(),
        'fake_frames' => $orders->fake(),
        'json' => $orders->parse('{"id":'),
        'magic_call' => $orders->refund(1),
        'callback' => usort($GLOBALS['lines'], function (array $a, array $b) {
            return $a['price'] <=> strlen($b); // want(callback) {closure}
        }),
        'one_line' => array_map(fn ($n) => intdiv(1, $n), [0]), // want(one_line) {closure}
        'parse_error' => require __DIR__ . '/src/broken.php',
        'frames_only' => outer($orders),
        'include' => require __DIR__ . '/src/settings.php',
        'evaluated' => eval('return intdiv(1, 0);'), // want(evaluated) run
        'fiber' => (new Fiber(function () use ($orders) {
            $orders->find(5);
        }))->start(),
    };
}

function outer(Orders $orders): void
{
    $orders->find(8); // want(frames_only) outer
}

function handled(callable $handler, Orders $orders): string
{
    set_error_handler($handler);
    return $orders->warn([]);
}

$lines = [['price' => 1], ['price' => 2]];
[, $name, $how] = $argv + [2 => 'uncaught'];
try {
    run($name, new Orders());
} catch (Throwable $e) {
    switch ($how) {
        case 'uncaught':
            throw $e;
        case 'string':
            echo $e;
            break;
        case 'frames':
            echo $e->getTraceAsString();
            break;
        case 'log':
            echo '[2026-11-23 04:46:14] shop.ERROR: ', $e, PHP_EOL, '[2026-11-23 04:46:15] shop.INFO: done', PHP_EOL;
            break;
        case 'json':
            echo json_encode(['level' => 'error', 'message' => 'order failed', 'error' => (string) $e]);
            break;
        case 'monolog':
            echo monolog($e);
            break;
    }
}

// Writes an exception as Monolog's line formatter does with includeStacktraces.
function monolog(Throwable $e): string
{
    $text = '';
    for ($prefix = ''; $e; $e = $e->getPrevious(), $prefix = "\n[previous exception] ") {
        $text .= sprintf("%s[object] (%s(code: %d): %s at %s:%d)\n[stacktrace]\n%s\n", $prefix, $e::class, $e->getCode(),
            $e->getMessage(), $e->getFile(), $e->getLine(), $e->getTraceAsString());
    }
    return '[2026-11-23 04:46:14] production.ERROR: order failed {"order":17,"exception":"' .
        addcslashes($text, '"\\') . "\"} \n";
}

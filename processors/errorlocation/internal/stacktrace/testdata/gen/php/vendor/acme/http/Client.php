<?php

namespace Acme\Http;

class Client
{
    public static function post(string $url): string
    {
        return (new self())->send('POST', $url);
    }

    private function send(string $method, string $url): string
    {
        throw new \RuntimeException("cURL error 28: timed out for $url");
    }
}

package com.example.shop;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;

class Web {
    static void handler() throws Exception {
        HttpServer server = HttpServer.create(new InetSocketAddress("localhost", 0), 0);
        server.createContext("/orders", Web::order);
        server.start();
        try {
            get(server.getAddress().getPort());
        } finally {
            server.stop(0);
        }
    }

    static void order(HttpExchange exchange) throws IOException {
        try {
            Integer.parseInt(exchange.getRequestURI().getQuery().substring(30)); // want(java_http_handler) com.example.shop.Web.order
        } catch (RuntimeException e) {
            e.printStackTrace();
            exchange.sendResponseHeaders(500, -1);
        }
    }

    static void client() throws Exception {
        get(1);
    }

    static void get(int port) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://localhost:" + port + "/orders?id=17")).build();
        HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString()); // want(java_http_client) com.example.shop.Web.get
    }
}

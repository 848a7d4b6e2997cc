package com.example.shop

import java.io.Closeable
import java.io.File
import kotlin.concurrent.thread

class OrderFailed(message: String, cause: Throwable? = null) : RuntimeException(message, cause)

class Checkout {
    fun run(order: Int) {
        try {
            pay(order)
        } catch (e: RuntimeException) {
            throw OrderFailed("order $order", e)
        }
    }

    private fun pay(order: Int) {
        runCatching { File("/srv/orders/$order").readText() } // want(kotlin_nested_causes) com.example.shop.Checkout.pay
            .getOrElse { throw IllegalStateException("cannot pay", it) }
    }

    fun charge(amount: Int = 0, times: Int = 7): Int {
        return times / amount // want(kotlin_default_arguments) com.example.shop.Checkout.charge
    }

    class Printer : Closeable {
        override fun close() = throw IllegalStateException("out of paper")
    }

    fun receipt() = Printer().use {
        listOf<String>().last() // want(kotlin_use) com.example.shop.Checkout.receipt
    }

    fun later(): Nothing = TODO("refunds") // want(kotlin_todo) com.example.shop.Checkout.later
}

class Session {
    lateinit var name: String

    fun user() = name.length // want(kotlin_lateinit) com.example.shop.Session.user

    val cart: List<Int> by lazy {
        listOf(1).map { it / (it - 1) } // want(kotlin_delegate_lazy) com.example.shop.Session$cart$2.invoke
    }
}

fun outer(n: Int) {
    fun check(i: Int) {
        check(i < n) { "order $i" } // want(kotlin_local_function) com.example.shop.CheckoutKt$outer$1.invoke
    }
    (0..n).forEach { check(it) }
}

fun comparator() = object : Comparator<String> {
    override fun compare(a: String, b: String): Int {
        return a.toInt() - b.toInt() // want(kotlin_anonymous_object) com.example.shop.CheckoutKt$comparator$1.compare
    }
}

fun background() {
    thread(name = "orders") {
        throw OrderFailed("no worker") // want(kotlin_thread) com.example.shop.CheckoutKt$background$1.invoke
    }
}

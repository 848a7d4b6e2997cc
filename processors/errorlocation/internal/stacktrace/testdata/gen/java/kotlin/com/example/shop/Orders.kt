package com.example.shop

fun total(items: List<Int>): Int {
    return 100 / items.size // want(kotlin_top_level) com.example.shop.OrdersKt.total
}

fun prices(texts: List<String>) = texts.map { text ->
    text.toInt() // want(kotlin_lambda) com.example.shop.OrdersKt.prices
}

inline fun <T> retry(times: Int, block: () -> T): T {
    for (i in 1 until times) println(i)
    return block()
}

fun inlined(stock: Map<String, Int>): Int = retry(1) {
    stock.getValue("book") // want(kotlin_inline) com.example.shop.OrdersKt.inlined
}

class Order(val amount: Int) {
    init {
        if (amount < 0) throw IllegalArgumentException("amount: $amount") // want(kotlin_init_block) com.example.shop.Order.<init>
    }

    companion object {
        fun parse(text: String) = text.toInt() // want(kotlin_companion) com.example.shop.Order$Companion.parse

        fun lookup(id: Int): Order? = if (id < 0) Order(id) else null

        fun find(id: Int): Order = lookup(id)!! // want(kotlin_not_null) com.example.shop.Order$Companion.find

        fun check(count: Int) {
            require(count > 0) { "order is empty" } // want(kotlin_require) com.example.shop.Order$Companion.check
        }

        @JvmStatic
        fun ship(address: String) = address.length
    }
}

object Rates {
    val euro = "1,95".toDouble() // want(kotlin_object) com.example.shop.Rates.<clinit>
}

data class Rejected(val order: Int, val reason: String) : RuntimeException()

fun refund(order: Int) {
    throw Rejected(order, "too late") // want(kotlin_data_class) com.example.shop.OrdersKt.refund
}

fun String.price(): Int = this.single().toInt() // want(kotlin_extension) com.example.shop.OrdersKt.price

enum class State { OPEN, PAID }

data class Money(val cents: Int) {
    operator fun div(other: Money) = cents / other.cents // want(kotlin_operator) com.example.shop.Money.div

    val half: Int
        get() = if (cents < 0) error("negative") else cents / 2 // want(kotlin_property) com.example.shop.Money.getHalf

    fun deep(n: Int): Int = deep(n + 1) + 1 // want(kotlin_overflow) com.example.shop.Money.deep
}

@Suppress("UNCHECKED_CAST")
fun <T> cast(value: Any): T = value as T

fun `check (the) order`(): Int {
    return listOf<Int>().first() // want(kotlin_backticks) com.example.shop.OrdersKt.check (the) order
}

class Discount {
    operator fun invoke(percent: Int) = 100 / percent // want(kotlin_invoke_operator) com.example.shop.Discount.invoke
}

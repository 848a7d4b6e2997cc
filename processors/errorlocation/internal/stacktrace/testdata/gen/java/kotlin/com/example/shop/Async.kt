package com.example.shop

import kotlin.coroutines.Continuation
import kotlin.coroutines.EmptyCoroutineContext
import kotlin.coroutines.resume
import kotlin.coroutines.startCoroutine
import kotlin.coroutines.suspendCoroutine

fun orders(): Sequence<Int> = sequence {
    yield(1)
    yield("two".toInt()) // want(kotlin_sequence) com.example.shop.AsyncKt$orders$1.invokeSuspend
}

fun runSuspended(block: suspend () -> Unit) {
    block.startCoroutine(Continuation(EmptyCoroutineContext) { it.getOrThrow() })
}

suspend fun load(order: Int) {
    save(order)
    if (order > 0) throw OrderFailed("order $order") // want(kotlin_suspend) com.example.shop.AsyncKt.load
}

suspend fun save(order: Int) {
    println(order)
}

private var pending: Continuation<Unit>? = null

suspend fun pause() = suspendCoroutine<Unit> { pending = it }

suspend fun reload(order: Int): Int {
    pause()
    return order / (order - 17) // want(kotlin_suspend_resumed) com.example.shop.AsyncKt.reload
}

fun resumed() {
    runSuspended { println(reload(17)) }
    pending!!.resume(Unit)
}

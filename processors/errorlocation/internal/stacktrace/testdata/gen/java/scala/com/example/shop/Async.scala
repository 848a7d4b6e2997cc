package com.example.shop

import scala.concurrent.{Await, Future, Promise}
import scala.concurrent.ExecutionContext.Implicits.global
import scala.concurrent.duration._
import scala.util.Try

object Async {
  def price(): Int = Await.result(Future {
    if (global != null) throw new NoSuchElementException("price") // want(scala_future) com.example.shop.Async$$anonfun$price$1.apply$mcI$sp
    1
  }, 5.seconds)

  def mapped(): Int = Await.result(Future(0).map { n =>
    7 / n // want(scala_future_map) com.example.shop.Async$$anonfun$mapped$2.apply$mcII$sp
  }, 5.seconds)

  def tried(): Int = Try("x1".toInt).get // want(scala_try_get) com.example.shop.Async$$anonfun$tried$1.apply$mcI$sp

  def parallel(): Unit = println(List(1, 0).par.map(n => 7 / n)) // want(scala_par) com.example.shop.Async$$anonfun$parallel$1.apply$mcII$sp

  def thread(): Unit = new Thread("orders") {
    override def run(): Unit = sys.error("no worker") // want(scala_thread) com.example.shop.Async$$anon$1.run
  }.start()

  def timeout(): Unit = Await.result(Promise[Int]().future, 5.millis) // want(scala_actor_reply) com.example.shop.Async$.timeout
}

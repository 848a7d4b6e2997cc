package com.example.shop

import java.util.concurrent.TimeUnit
import scala.concurrent.{Await, Future}
import scala.concurrent.ExecutionContext.Implicits.global
import scala.concurrent.duration.Duration
import scala.util.{Failure, Success, Try}

object Shop {
  def main(args: Array[String]): Unit = args(0) match {
    case "scala_object" => Orders.total(0)
    case "scala_class" => new Checkout("17").pay()
    case "scala_closure" => Orders.prices(List("12", "x"))
    case "scala_for" => println(Orders.pairs(List(1, 0)))
    case "scala_match_error" => Orders.state(7)
    case "scala_option" => Orders.find(17)
    case "scala_map_key" => Orders.stock("book")
    case "scala_nested_causes" => new Checkout("17").run()
    case "scala_case_class" => Orders.reject(17)
    case "scala_require" => Order(-1)
    case "scala_lazy_val" => println(new Rates().euro)
    case "scala_object_init" => println(Settings.port)
    case "scala_trait" => new Cart().audit("17")
    case "scala_partial_function" => Orders.partial("paid")
    case "scala_future" => Async.price()
    case "scala_future_map" => Async.mapped()
    case "scala_try_get" => Async.tried()
    case "scala_not_implemented" => Orders.later()
    case "scala_operator" => Money(1) :/ Money(0)
    case "scala_anonymous_class" => Orders.worker().run()
    case "scala_by_name" => Orders.timed(Orders.total(0))
    case "scala_default_argument" => Orders.ship()
    case "scala_implicit_class" => Orders.words()
    case "scala_nested_function" => Orders.nested(3)
    case "scala_constructor" => new Checkout(null)
    case "scala_par" => Async.parallel()
    case "scala_thread" => Async.thread()
    case "scala_stream" => Orders.stream()
    case "scala_actor_reply" => Async.timeout()
    case "scala_package_object" => scale(0)
    case "scala_apply" => Discount(0)
    case "scala_overflow" => Orders.depth(1)
  }
}

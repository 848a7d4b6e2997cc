package com.example.shop

case class Rejected(order: Int, reason: String) extends Exception(s"order $order: $reason")

case class Order(amount: Int) {
  require(amount > 0, "amount") // want(scala_require) com.example.shop.Order.<init>
}

case class Money(cents: Int) {
  def :/(other: Money): Int = cents / other.cents // want(scala_operator) com.example.shop.Money.$colon$div
}

object Discount {
  def apply(percent: Int): Int = 100 / percent // want(scala_apply) com.example.shop.Discount$.apply
}

trait Audited {
  def audit(order: String): Int = order.charAt(7) // want(scala_trait) com.example.shop.Audited$class.audit
}

class Cart extends Audited

object Orders {
  def total(count: Int): Int = 100 / count // want(scala_object, scala_by_name) com.example.shop.Orders$.total

  def prices(texts: List[String]): List[Int] = texts.map { text =>
    text.toInt // want(scala_closure) com.example.shop.Orders$$anonfun$prices$1.apply
  }

  def pairs(all: List[Int]): List[Int] = for {
    a <- all
    b <- all
  } yield a / b // want(scala_for) com.example.shop.Orders$$anonfun$pairs$1$$anonfun$apply$1.apply$mcII$sp

  def state(code: Int): String = code match { // want(scala_match_error) com.example.shop.Orders$.state
    case 1 => "open"
    case 2 => "paid"
  }

  def find(id: Int): Order = {
    val found: Option[Order] = None
    found.get // want(scala_option) com.example.shop.Orders$.find
  }

  def stock(item: String): Int = Map("pen" -> 1)(item) // want(scala_map_key) com.example.shop.Orders$.stock

  def reject(order: Int): Unit = throw Rejected(order, "no stock") // want(scala_case_class) com.example.shop.Orders$.reject

  def later(): Unit = ??? // want(scala_not_implemented) com.example.shop.Orders$.later

  val handler: PartialFunction[String, Int] = {
    case "open" => 1
    case "paid" => "x".toInt // want(scala_partial_function) com.example.shop.Orders$$anonfun$1.applyOrElse
  }

  def partial(state: String): Int = handler.applyOrElse(state, (_: String) => 0)

  def worker(): Runnable = new Runnable {
    override def run(): Unit = List.empty[Int].head // want(scala_anonymous_class) com.example.shop.Orders$$anon$1.run
  }

  def timed[T](block: => T): T = {
    val start = System.nanoTime
    try block finally System.nanoTime - start
  }

  def ship(days: Int = List.empty[Int].max): Int = days // want(scala_default_argument) com.example.shop.Orders$.ship$default$1

  implicit class Words(val text: String) extends AnyVal {
    def third: String = text.split(" ")(2) // want(scala_implicit_class) com.example.shop.Orders$Words$.third$extension
  }

  def words(): String = "two words".third

  def nested(n: Int): Int = {
    def step(i: Int): Int = if (i == 0) sys.error("done") else step(i - 1) // want(scala_nested_function) com.example.shop.Orders$.step$1
    step(n)
  }

  def stream(): Unit = println(Stream.from(-2).map(n => 10 / n).take(5).toList) // want(scala_stream) com.example.shop.Orders$$anonfun$stream$1.apply$mcII$sp

  def depth(n: Int): Int = depth(n + 1) + 1 // want(scala_overflow) com.example.shop.Orders$.depth
}

class Rates {
  lazy val euro: Double = "1,95".toDouble // want(scala_lazy_val) com.example.shop.Rates.euro$lzycompute
}

object Settings {
  val port: Int = sys.env("SHOP_PORT").toInt // want(scala_object_init) com.example.shop.Settings$.<init>
}

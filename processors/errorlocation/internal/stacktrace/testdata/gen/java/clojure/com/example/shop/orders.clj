(ns com.example.shop.orders
  (:require [clojure.string :as str]))

(defn total [count]
  (/ 100 count)) ; want(clojure_function, clojure_apply) com.example.shop.orders$total.invokeStatic

(defn prices [texts]
  (mapv (fn [text]
          (Integer/parseInt text)) ; want(clojure_anonymous) com.example.shop.orders$prices$fn__1.invoke
        texts))

(defn lazy-prices [amounts]
  (println
   (map #(quot 100 %) amounts))) ; want(clojure_lazy) com.example.shop.orders$lazy_prices$fn__1.invoke

(defn reject [id]
  (throw (ex-info "no stock" {:order id :reason :stock}))) ; want(clojure_ex_info) com.example.shop.orders$reject.invokeStatic

(defn read-order [id]
  (try
    (slurp (str "/srv/orders/" id)) ; want(clojure_nested_causes) com.example.shop.orders$read_order.invokeStatic
    (catch java.io.IOException e
      (throw (ex-info "cannot read" {:order id} e)))))

(defn run [id]
  (try
    (read-order id)
    (catch clojure.lang.ExceptionInfo e
      (throw (RuntimeException. (str "order " id) e)))))

(defprotocol Shipping
  (ship [this] "Sends it."))

(defrecord Order [id address]
  Shipping
  (ship [_]
    (.length address))) ; want(clojure_protocol) com.example.shop.orders.Order.ship

(defmulti refund :kind)

(defmethod refund :gift [_] ; want(clojure_multimethod) com.example.shop.orders$eval1$fn__1.invoke
  (throw (UnsupportedOperationException. "gift")))

(defn price
  ([item] (price item 1))
  ([item n] (* n (count item))))

(defn call-wrong []
  (price 1 2 3)) ; want(clojure_arity) com.example.shop.orders$call_wrong.invokeStatic

(defn upper [text]
  (str/upper-case text)) ; want(clojure_null) com.example.shop.orders$upper.invokeStatic

(defn sum [numbers]
  (apply + numbers)) ; want(clojure_cast) com.example.shop.orders$sum.invokeStatic

(defn outer [n]
  (letfn [(inner [m]
            (/ 1 m))] ; want(clojure_let_fn) com.example.shop.orders$outer$inner__1.invoke
    (inner n)))

(defn walk [items]
  (loop [[item & more] items]
    (println (rem 7 item)) ; want(clojure_loop) com.example.shop.orders$walk.invokeStatic
    (recur more)))

(defn ratio [items]
  (reduce (fn [a b]
            (/ a b)) ; want(clojure_reduce) com.example.shop.orders$ratio$fn__1.invoke
          items))

(defn line [{:keys [price]}]
  (Long/valueOf price)) ; want(clojure_destructure) com.example.shop.orders$line.invokeStatic

(defn valid?! [n]
  (aget (int-array 1) n)) ; want(clojure_special_names) com.example.shop.orders$valid_QMARK__BANG_.invokeStatic

(defn charge [amount] ; want(clojure_pre) com.example.shop.orders$charge.invokeStatic
  {:pre [(pos? amount)]}
  amount)

(defn checked [order]
  (assert (some? order) "no order")) ; want(clojure_assert) com.example.shop.orders$checked.invokeStatic

(defn transduced [items]
  (into []
        (comp (filter number?)
              (map #(/ 7 %))) ; want(clojure_transducer) com.example.shop.orders$transduced$fn__1.invoke
        items))

(defn swapped []
  (swap! (atom {:count "1"}) update :count inc)) ; want(clojure_atom) com.example.shop.orders$swapped.invokeStatic

(defn parse [text]
  (Integer/parseInt text)) ; want(clojure_interop) com.example.shop.orders$parse.invokeStatic

(defn worker []
  (reify Runnable ; want(clojure_reify) com.example.shop.orders$worker$reify__1.run
    (run [_]
      (throw (IllegalStateException. "no worker")))))

(defn depth [n]
  (inc (depth (inc n)))) ; want(clojure_overflow) com.example.shop.orders$depth.invokeStatic

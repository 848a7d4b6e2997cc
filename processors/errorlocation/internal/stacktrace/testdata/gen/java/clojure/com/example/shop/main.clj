(ns com.example.shop.main
  (:require [clojure.pprint :as pprint]
            [clojure.stacktrace :as stacktrace]
            [com.example.shop.async :as async]
            [com.example.shop.orders :as orders])
  (:gen-class))

(def cases
  {"clojure_function" #(orders/total 0)
   "clojure_anonymous" #(orders/prices ["12" "x"])
   "clojure_lazy" #(orders/lazy-prices [1 0])
   "clojure_ex_info" #(orders/reject 17)
   "clojure_nested_causes" #(orders/run "17")
   "clojure_protocol" #(orders/ship (orders/->Order 17 nil))
   "clojure_multimethod" #(orders/refund {:kind :gift})
   "clojure_multimethod_missing" #(orders/refund {:kind :lost}) ; want(clojure_multimethod_missing) com.example.shop.main$fn__1.invokeStatic
   "clojure_arity" #(orders/call-wrong)
   "clojure_null" #(orders/upper nil)
   "clojure_cast" #(orders/sum ["1" 2])
   "clojure_let_fn" #(orders/outer 0)
   "clojure_loop" #(orders/walk [1 2 0])
   "clojure_reduce" #(orders/ratio [1 0])
   "clojure_destructure" #(orders/line {:price "x"})
   "clojure_special_names" #(orders/valid?! -1)
   "clojure_pre" #(orders/charge -1)
   "clojure_assert" #(orders/checked nil)
   "clojure_transducer" #(orders/transduced [1 0])
   "clojure_atom" #(orders/swapped)
   "clojure_future" #(async/price)
   "clojure_agent" #(async/agent-failed)
   "clojure_delay" #(async/delayed)
   "clojure_thread" #(async/thread)
   "clojure_pmap" #(async/parallel [1 0])
   "clojure_interop" #(orders/parse "x1")
   "clojure_reify" #(.run (orders/worker))
   "clojure_apply" #(apply orders/total [0])
   "clojure_overflow" #(orders/depth 1)})

(defn run [name]
  ((cases name)))

(defn -main [name & [how]]
  (case how
    nil (try (run name)
             (catch Throwable e (.printStackTrace e)))
    "stacktrace" (try (run name)
                      (catch Throwable e (stacktrace/print-stack-trace e)))
    "cause" (try (run name)
                 (catch Throwable e (stacktrace/print-cause-trace e)))
    "data" (try (run name)
                (catch Throwable e (prn e)))
    "map" (try (run name)
               (catch Throwable e (pprint/pprint (Throwable->map e))))
    "report" (run name))
  (shutdown-agents))

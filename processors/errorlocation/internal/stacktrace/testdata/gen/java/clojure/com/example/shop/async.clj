(ns com.example.shop.async)

(defn price []
  @(future
     (/ 100 0))) ; want(clojure_future) com.example.shop.async$price$fn__1.invoke

(defn agent-failed []
  (let [orders (agent 1)]
    (send orders (fn [n] (/ n 0))) ; want(clojure_agent) com.example.shop.async$agent_failed$fn__1.invoke
    (try (await orders) (catch Throwable _))
    (throw (agent-error orders))))

(defn delayed []
  @(delay
     (nth [1 2] 7))) ; want(clojure_delay) com.example.shop.async$delayed$fn__1.invoke

(defn thread []
  (doto (Thread.
         (fn [] ; want(clojure_thread) com.example.shop.async$thread$fn__1.invoke
           (throw (IllegalStateException. "no worker"))))
    (.start)
    (.join)))

(defn parallel [amounts]
  (doall
   (pmap #(quot 7 %) amounts))) ; want(clojure_pmap) com.example.shop.async$parallel$fn__1.invoke

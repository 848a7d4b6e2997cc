package com.example.shop;

/** Runs the case that the command line names. */
public final class Main {
    public static void main(String[] args) throws Throwable {
        switch (args[0]) {
            case "java_simple" -> new Orders().total(0);
            case "java_nested_causes" -> new Checkout().run("17");
            case "java_rethrown" -> new Checkout().rethrown("17");
            case "java_cause_only_in_common_frames" -> Parsers.transform();
            case "java_suppressed" -> Carts.suppressed();
            case "java_suppressed_with_cause" -> Carts.suppressedWithCause();
            case "java_static_initializer" -> System.out.println(Rates.euro());
            case "java_class_not_initialized" -> Carts.notInitialized();
            case "java_constructor" -> new Order(-1);
            case "java_anonymous_class" -> Carts.anonymous().run();
            case "java_inner_class" -> new Carts().new Item().price();
            case "java_lambda" -> Carts.lambda();
            case "java_method_reference" -> Carts.methodReference();
            case "java_generic" -> new Carts().<Integer>first(java.util.List.of());
            case "java_future" -> Async.future();
            case "java_completable_future" -> Async.completable();
            case "java_pool_thread" -> Async.pool();
            case "java_named_thread" -> Async.named();
            case "java_timeout" -> Async.timeout();
            case "java_fork_join" -> Async.forkJoin();
            case "java_overflow" -> new Orders().depth(1);
            case "java_no_message" -> Orders.noMessage();
            case "java_no_message_cause" -> Orders.noMessageCause();
            case "java_fake_frames" -> Orders.fakeFrames();
            case "java_lines_in_message" -> Orders.linesInMessage();
            case "java_unicode" -> new Größe().berechne("süß");
            case "java_reflection" -> Reflection.invoke();
            case "java_proxy" -> Reflection.proxy().price("17");
            case "java_circular" -> Carts.circular();
            case "java_enum" -> Status.parse("LOST");
            case "java_assertion" -> Orders.asserted(-3);
            case "java_array_store" -> Orders.copy();
            case "java_dump_stack" -> Orders.dumpStack();
            case "java_jul" -> Logging.jul();
            case "java_jul_lines" -> Logging.julLines();
            case "java_slf4j_simple" -> Logging.slf4j();
            case "java_frames_only" -> Logging.framesOnly();
            case "java_http_handler" -> Web.handler();
            case "java_http_client" -> Web.client();
            case "java_no_stack" -> Carts.noStack();
            case "java_guava" -> Libraries.guava();
            case "java_guice_aop" -> Libraries.aop();
            case "java_commons_lang" -> Libraries.commons();
            case "java_jsoup" -> Libraries.http();
            default -> throw new IllegalArgumentException(args[0]);
        }
    }
}

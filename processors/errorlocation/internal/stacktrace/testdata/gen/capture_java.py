#!/usr/bin/env python3
"""Writes the captured part of ../corpus/java: the programs in java/ are in the five languages of
the Java virtual machine whose traces have the same form.

Usage: python3 capture_java.py [CASE ...]     needs Java 17, Kotlin 1.3, Scala 2.11, Groovy 2.4,
Clojure 1.11 and the libraries in JARS, as Debian 12 has them. Tests do not run it: they read the
corpus.
"""

import os
import pathlib
import re
import subprocess

from corpus import HERE, main, marks, run, store

JARS = pathlib.Path("/usr/share/java")
LIBRARIES = [
    "guava", "guice", "aopalliance", "atinject-jsr330-api", "commons-lang3", "jsoup", "slf4j-api", "slf4j-simple",
    "kotlin-stdlib", "kotlin-stdlib-jdk7", "kotlin-stdlib-jdk8", "scala-library", "groovy-all", "clojure", "spec.alpha", "core.specs.alpha",
]
MAIN = {"java": "Main", "kotlin": "MainKt", "scala": "Shop", "groovy": "Shop", "clojure": None}

# What the cases say beyond their place: the front matter of a corpus file is documented in
# ../../corpus_test.go.
DIVISION = "type: java.lang.ArithmeticException\nmessage: / by zero"
JAVA = {
    "java_simple": DIVISION,
    "java_nested_causes": "type: com.example.shop.OrderFailed\nmessage: order 17\nbenchmark: true",
    "java_rethrown": "type: com.example.shop.OrderFailed\nmessage: 'java.nio.file.NoSuchFileException: /srv/orders/1717'",
    "java_cause_only_in_common_frames": "type: com.example.shop.OrderFailed",
    "java_suppressed": "type: java.lang.NullPointerException\nbenchmark: true",
    "java_suppressed_with_cause": "type: com.example.shop.OrderFailed\nmessage: cart",
    "java_static_initializer": "type: java.lang.ExceptionInInitializerError\nmessage: ''",
    "java_class_not_initialized": "type: java.lang.NoClassDefFoundError",
    "java_constructor": "type: java.lang.IllegalArgumentException\nmessage: 'amount: -1'",
    "java_anonymous_class": "type: java.lang.ClassCastException",
    "java_inner_class": "type: java.util.NoSuchElementException\nmessage: No value present",
    "java_lambda": DIVISION,
    "java_method_reference": "type: java.lang.NumberFormatException",
    "java_generic": "type: java.util.NoSuchElementException\nmessage: ''",
    "java_future": "type: java.util.concurrent.ExecutionException\nmessage: 'java.util.NoSuchElementException: none'",
    "java_completable_future": "type: java.util.concurrent.CompletionException",
    "java_pool_thread": "type: java.lang.ArrayIndexOutOfBoundsException\nmessage: Index 4 out of bounds for length 0",
    "java_named_thread": "type: java.lang.UnsupportedOperationException\nmessage: refund",
    "java_timeout": "type: java.util.concurrent.TimeoutException\nmessage: ''",
    "java_fork_join": "type: java.lang.ArithmeticException\nmessage: ''",
    "java_overflow": "type: java.lang.StackOverflowError\nmessage: ''",
    "java_no_message": "type: java.lang.IllegalStateException\nmessage: ''",
    "java_no_message_cause": "type: java.lang.IllegalStateException\nmessage: ''",
    "java_fake_frames": "type: java.lang.IllegalStateException\nhint:\n  message: |-\n"
    "    the warehouse answered:\n    java.lang.IllegalStateException: no stock\n    \tat com.example.warehouse.Stock.take(Stock.java:7)\n"
    "    \tat com.example.warehouse.Main.main(Main.java:3)",
    "java_lines_in_message": "freeform: true\ntype: java.lang.IllegalArgumentException\n"
    'message: "2 errors:\\n - name must not be blank\\n - price: must be positive\\n\\nSee the manual"',
    "java_unicode": "type: java.lang.NumberFormatException\nmessage: 'For input string: \"süß\"'",
    "java_reflection": "type: java.lang.reflect.InvocationTargetException\nmessage: ''",
    "java_proxy": "type: java.lang.reflect.UndeclaredThrowableException",
    "java_circular": "type: java.lang.Exception\nmessage: a",
    "java_enum": "type: java.lang.IllegalArgumentException\nmessage: No enum constant com.example.shop.Status.LOST",
    "java_assertion": "type: java.lang.AssertionError\nmessage: '-3'",
    "java_array_store": "type: java.lang.ArrayStoreException",
    "java_dump_stack": "type: java.lang.Exception\nmessage: Stack trace",
    "java_jul": "freeform: true\ntype: java.lang.NullPointerException",
    "java_jul_lines": "freeform: true\ntype: com.example.shop.OrderFailed",
    "java_slf4j_simple": "freeform: true\ntype: java.lang.NullPointerException",
    "java_frames_only": "",
    "java_http_handler": "type: java.lang.StringIndexOutOfBoundsException",
    "java_http_client": "type: java.net.ConnectException",
    "java_no_stack": "type: com.example.shop.OrderFailed\nmessage: no stock",
    "java_guava": "type: com.google.common.util.concurrent.UncheckedExecutionException",
    "java_guice_aop": DIVISION,
    "java_commons_lang": "type: java.lang.IllegalArgumentException\nmessage: order 17 is empty",
    "java_jsoup": "type: java.net.MalformedURLException",
}
KOTLIN = {
    "kotlin_top_level": "",
    "kotlin_lambda": "",
    "kotlin_inline": "",
    "kotlin_nested_causes": "",
    "kotlin_companion": "",
    "kotlin_object": "",
    "kotlin_init_block": "",
    "kotlin_data_class": "",
    "kotlin_not_null": "",
    "kotlin_parameter_null": "",
    "kotlin_lateinit": "",
    "kotlin_require": "",
    "kotlin_extension": "",
    "kotlin_default_arguments": "",
    "kotlin_delegate_lazy": "",
    "kotlin_sequence": "",
    "kotlin_suspend": "",
    "kotlin_suspend_resumed": "",
    "kotlin_local_function": "",
    "kotlin_anonymous_object": "",
    "kotlin_when_enum": "",
    "kotlin_use": "",
    "kotlin_thread": "",
    "kotlin_todo": "",
    "kotlin_operator": "",
    "kotlin_property": "",
    "kotlin_overflow": "",
    "kotlin_cast": "",
    "kotlin_backticks": "",
    "kotlin_invoke_operator": "",
}
SCALA = {
    "scala_object": "",
    "scala_class": "",
    "scala_closure": "",
    "scala_for": "",
    "scala_match_error": "",
    "scala_option": "",
    "scala_map_key": "",
    "scala_nested_causes": "",
    "scala_case_class": "",
    "scala_require": "",
    "scala_lazy_val": "",
    "scala_object_init": "",
    "scala_trait": "",
    "scala_partial_function": "",
    "scala_future": "",
    "scala_future_map": "",
    "scala_try_get": "",
    "scala_not_implemented": "",
    "scala_operator": "",
    "scala_anonymous_class": "",
    "scala_by_name": "",
    "scala_default_argument": "",
    "scala_implicit_class": "",
    "scala_nested_function": "",
    "scala_constructor": "",
    "scala_par": "",
    "scala_thread": "",
    "scala_stream": "",
    "scala_actor_reply": "",
    "scala_package_object": "",
    "scala_apply": "",
    "scala_overflow": "",
}
GROOVY = {
    "groovy_method": "",
    "groovy_closure": "",
    "groovy_nested_closure": "",
    "groovy_missing_property": "",
    "groovy_missing_method": "",
    "groovy_null": "",
    "groovy_nested_causes": "",
    "groovy_power_assert": "",
    "groovy_cast": "",
    "groovy_static_method": "",
    "groovy_gstring": "",
    "groovy_constructor": "",
    "groovy_property": "",
    "groovy_compile_static": "",
    "groovy_compile_static_closure": "",
    "groovy_with": "",
    "groovy_use_category": "",
    "groovy_operator": "",
    "groovy_thread": "",
    "groovy_builder": "",
    "groovy_json": "",
    "groovy_static_initializer": "",
    "groovy_overflow": "",
    "groovy_method_missing": "",
    "groovy_metaclass": "",
    "groovy_trait": "",
    "groovy_inner_class": "",
    "groovy_curry": "",
    "groovy_spread": "",
}
CLOJURE = {
    "clojure_function": "",
    "clojure_anonymous": "",
    "clojure_lazy": "",
    "clojure_ex_info": "",
    "clojure_nested_causes": "",
    "clojure_protocol": "",
    "clojure_multimethod": "",
    "clojure_multimethod_missing": "",
    "clojure_arity": "",
    "clojure_null": "",
    "clojure_cast": "",
    "clojure_let_fn": "",
    "clojure_loop": "",
    "clojure_reduce": "",
    "clojure_destructure": "",
    "clojure_special_names": "",
    "clojure_pre": "",
    "clojure_assert": "",
    "clojure_transducer": "",
    "clojure_atom": "",
    "clojure_future": "",
    "clojure_agent": "",
    "clojure_delay": "",
    "clojure_thread": "",
    "clojure_pmap": "",
    "clojure_interop": "",
    "clojure_reify": "",
    "clojure_apply": "",
    "clojure_overflow": "",
    "clojure_print_stack_trace": "",
    "clojure_print_cause_trace": "",
    "clojure_data": "",
    "clojure_data_causes": "",
    "clojure_map": "",
    "clojure_report": "function: com.example.shop.orders/total\ntype: ArithmeticException\nmessage: Divide by zero",
    "clojure_report_ex_info": "function: com.example.shop.orders/reject\ntype: ExceptionInfo\nmessage: no stock",
}
# Cases that print an exception in another form: the program's case and the form.
CLOJURE_PRINTERS = {
    "clojure_print_stack_trace": ("clojure_reduce", "stacktrace"),
    "clojure_print_cause_trace": ("clojure_nested_causes", "cause"),
    "clojure_data": ("clojure_function", "data"),
    "clojure_data_causes": ("clojure_nested_causes", "data"),
    "clojure_map": ("clojure_nested_causes", "map"),
    "clojure_report": ("clojure_function", "report"),
    "clojure_report_ex_info": ("clojure_ex_info", "report"),
}
CASES = {"java": JAVA, "kotlin": KOTLIN, "scala": SCALA, "groovy": GROOVY, "clojure": CLOJURE}
SUFFIX = {"java": ".java", "kotlin": ".kt", "scala": ".scala", "groovy": ".groovy", "clojure": ".clj"}


def reported(text):
    """Returns the type of the exception that a trace names first."""
    name = re.search(r'^(?:Exception in thread ".*?" )?((?:\w+\.)+[\w$]+)(?=:|$)', text, re.M)
    return f"type: {name[1]}" if name else ""


def numbered(place, text):
    """Returns place with the number that Clojure gave to a function without a name, for which the
    marker has __1."""
    file, line, function = place
    if found := re.search(re.escape(function).replace("__1", r"__\d+").replace("eval1", r"eval\d+") + r"(?=[ (])", text):
        function = found[0]
    return file, line, function


def compile_sources(directory, language, classpath):
    """Compiles the programs of a language to directory/classes."""
    sources = [str(path.relative_to(directory)) for path in sorted((directory / language).rglob("*" + SUFFIX[language]))]
    out = str(directory / "classes")
    command = {
        "java": ["javac", "-cp", classpath, "-d", out],
        "kotlin": ["kotlinc", "-nowarn", "-cp", classpath, "-d", out],
        "scala": ["scalac", "-nowarn", "-cp", classpath, "-d", out],
        "groovy": ["groovyc", "-cp", classpath, "-d", out],
    }[language]
    (directory / "classes").mkdir(exist_ok=True)
    subprocess.run(command + sources, cwd=directory, check=True, stderr=subprocess.DEVNULL if language != "java" else None)


def capture(directory, wanted):
    libraries = ":".join(str(JARS / f"{name}.jar") for name in LIBRARIES)
    classpath = f"{directory}/classes:{directory}/clojure:{libraries}"
    open_modules = ["--add-opens", "java.base/java.lang=ALL-UNNAMED"]
    for language, cases in CASES.items():
        cases = {name: more for name, more in cases.items() if not wanted or name in wanted}
        if not cases:
            continue
        places = {case: (pathlib.Path(file).name, line, function) for case, (file, line, function) in marks(HERE / "java" / language, SUFFIX[language]).items()}
        program = ["clojure.main", "-m", "com.example.shop.main"]
        if MAIN[language]:
            compile_sources(directory, language, classpath)
            program = [f"com.example.shop.{MAIN[language]}"]
        for name, more in cases.items():
            arguments = CLOJURE_PRINTERS.get(name, (name,))
            command = ["java", "-ea", *open_modules, "-cp", classpath, *program, *arguments]
            text = run(command, directory)
            store("java", name, text, numbered(places[arguments[0]], text), more or reported(text))
        if language == "java" and not wanted:
            capture_variants(directory, classpath, places)


def capture_variants(directory, classpath, places):
    """Captures what the options of the compiler and the virtual machine make of a trace."""
    subprocess.run(["jar", "cf", "shop-1.0.jar", "-C", "classes", "."], cwd=directory, check=True)
    command = ["java", "-p", "shop-1.0.jar", "-m", "shop/com.example.shop.Main", "java_simple"]
    store("java", "java_module", run(command, directory), places["java_module"], DIVISION)

    command = ["java", "-XX:+UnlockDiagnosticVMOptions", "-XX:+ShowHiddenFrames", "-cp", classpath, "com.example.shop.Main", "java_pool_thread"]
    store("java", "java_hidden_frames", run(command, directory), places["java_pool_thread"], "type: java.lang.ArrayIndexOutOfBoundsException")

    sources = [str(path) for path in (directory / "java").rglob("*.java")]
    subprocess.run(["javac", "-g:none", "-cp", classpath, "-d", "plain", *sources], cwd=directory, check=True)
    command = ["java", "-cp", f"plain:{classpath}", "com.example.shop.Main", "java_method_reference"]
    text = run(command, directory)
    place = ("''", 0, "com.example.shop.Carts.methodReference")
    store("java", "java_no_lines", text, place, "type: java.lang.NumberFormatException")


if __name__ == "__main__":
    os.environ.pop("JAVA_TOOL_OPTIONS", None)
    main("java", capture)

package com.example.shop;

import com.google.common.cache.CacheBuilder;
import com.google.common.cache.CacheLoader;
import com.google.inject.AbstractModule;
import com.google.inject.Guice;
import com.google.inject.matcher.Matchers;
import org.aopalliance.intercept.MethodInterceptor;
import org.apache.commons.lang3.Validate;

class Libraries {
    static void guava() {
        CacheBuilder.newBuilder().build(new CacheLoader<String, Integer>() {
            @Override
            public Integer load(String key) {
                return key.length() / (key.length() - 2); // want(java_guava) com.example.shop.Libraries$1.load
            }
        }).getUnchecked("17");
    }

    public static class Refunds {
        public int refund(int amount) {
            return 7 / amount; // want(java_guice_aop) com.example.shop.Libraries$Refunds.refund
        }
    }

    static void aop() {
        Guice.createInjector(new AbstractModule() {
            @Override
            protected void configure() {
                MethodInterceptor audit = invocation -> invocation.proceed();
                bindInterceptor(Matchers.subclassesOf(Refunds.class), Matchers.any(), audit);
            }
        }).getInstance(Refunds.class).refund(0);
    }

    static void commons() {
        Validate.isTrue(false, "order %d is empty", 17); // want(java_commons_lang) com.example.shop.Libraries.commons
    }

    static void http() throws Exception {
        org.jsoup.Jsoup.connect("ftp://shop.example.com/").get(); // want(java_jsoup) com.example.shop.Libraries.http
    }
}

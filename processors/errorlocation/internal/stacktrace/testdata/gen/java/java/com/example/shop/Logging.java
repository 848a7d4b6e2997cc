package com.example.shop;

import java.util.logging.Level;
import java.util.logging.Logger;

class Logging {
    static void jul() {
        try {
            refund(null);
        } catch (RuntimeException e) {
            Logger.getLogger("shop").log(Level.SEVERE, "refund failed", e);
        }
    }

    static void refund(Integer amount) {
        System.out.println(-amount); // want(java_jul, java_jul_lines, java_slf4j_simple) com.example.shop.Logging.refund
    }

    static void julLines() {
        try {
            refund(null);
        } catch (RuntimeException e) {
            Logger.getLogger("shop").log(Level.WARNING, "refund failed\nat once (see the manual)\n at step 2 (of 3)", new OrderFailed("refund", e));
        }
    }

    static void slf4j() {
        try {
            refund(null);
        } catch (RuntimeException e) {
            org.slf4j.LoggerFactory.getLogger("com.example.shop.Refunds").error("Could not refund order {}", 17, e);
        }
    }

    static void framesOnly() {
        for (StackTraceElement e : new Throwable().getStackTrace()) { // want(java_frames_only) com.example.shop.Logging.framesOnly
            System.out.println("\tat " + e);
        }
    }
}

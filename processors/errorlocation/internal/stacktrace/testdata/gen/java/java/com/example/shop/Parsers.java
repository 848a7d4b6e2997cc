package com.example.shop;

import java.io.StringReader;
import javax.xml.transform.TransformerFactory;
import javax.xml.transform.stream.StreamSource;

class Parsers {
    static void transform() {
        try {
            load("<order>");
        } catch (Exception e) {
            throw new OrderFailed("template", e);
        }
    }

    static void load(String template) throws Exception {
        TransformerFactory factory = TransformerFactory.newInstance();
        factory.setErrorListener(quiet());
        factory.newTransformer(new StreamSource(new StringReader(template))); // want(java_cause_only_in_common_frames) com.example.shop.Parsers.load
    }

    static javax.xml.transform.ErrorListener quiet() {
        return (javax.xml.transform.ErrorListener) java.lang.reflect.Proxy.newProxyInstance(
                Parsers.class.getClassLoader(), new Class<?>[] {javax.xml.transform.ErrorListener.class}, (p, m, a) -> null);
    }
}

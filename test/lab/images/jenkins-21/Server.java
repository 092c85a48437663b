import com.sun.net.httpserver.HttpServer;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Answers as a Jenkins of 2026 does to somebody unknown: its login page, 403 elsewhere; /restart ends it with 5. */
public class Server {
    public static void main(String[] args) throws Exception {
        int port = 8080;
        for (String arg : args) if (arg.startsWith("--httpPort=")) port = Integer.parseInt(arg.substring(11));
        boolean exits = "hudson.lifecycle.ExitLifecycle".equals(System.getProperty("hudson.lifecycle"));
        HttpServer server = HttpServer.create(new InetSocketAddress(port), 0);
        server.createContext("/", exchange -> {
            String path = exchange.getRequestURI().getPath();
            exchange.getResponseHeaders().put("X-Jenkins", List.of(System.getenv("JENKINS_VERSION")));
            byte[] body = (path + " " + String.join(" ", args)).getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(path.equals("/login") || path.equals("/restart") ? 200 : 403, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
            if (path.equals("/restart") && exits) System.exit(5);
        });
        server.start();
        System.out.println("Jenkins is fully up and running");
    }
}

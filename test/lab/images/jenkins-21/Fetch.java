import java.net.Authenticator;
import java.net.HttpURLConnection;
import java.net.PasswordAuthentication;
import java.net.URL;

/** Asks for an address as the plugin tool's HTTP client does: with the system's properties for proxies and their logins. */
public class Fetch extends Authenticator {
    private static String of;

    @Override
    protected PasswordAuthentication getPasswordAuthentication() {
        String user = System.getProperty(of + ".proxyUser");
        String password = System.getProperty(of + ".proxyPassword", "");
        return user == null ? null : new PasswordAuthentication(user, password.toCharArray());
    }

    public static void main(String[] args) throws Exception {
        URL url = new URL(args[0]);
        of = url.getProtocol();
        Authenticator.setDefault(new Fetch());
        HttpURLConnection connection = (HttpURLConnection) url.openConnection();
        if (connection.getResponseCode() != 200) {
            System.err.println("status code: " + connection.getResponseCode());
            System.exit(1);
        }
    }
}

package io.narthex.rules.deliver;

import jakarta.mail.Authenticator;
import jakarta.mail.MessagingException;
import jakarta.mail.PasswordAuthentication;
import jakarta.mail.SendFailedException;
import jakarta.mail.Session;
import jakarta.mail.Transport;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;

import org.jspecify.annotations.Nullable;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.Properties;

/// Sends e-mails. The first line of a message is the subject.
///
/// Thread safety: safe for concurrent calls.
final class MailCourier implements Courier {
    private static final String TIMEOUT = Long.toString(Duration.ofSeconds(20).toMillis());

    private final Channel.Email email;
    private final Session session;

    MailCourier(Channel.Email email) {
        this.email = email;
        this.session = Session.getInstance(properties(email), authenticator(email));
    }

    private static Properties properties(Channel.Email email) {
        Properties properties = new Properties();
        properties.setProperty("mail.transport.protocol", "smtp");
        properties.setProperty("mail.smtp.host", email.host());
        properties.setProperty("mail.smtp.port", Integer.toString(email.port()));
        properties.setProperty("mail.smtp.auth", Boolean.toString(!email.user().isEmpty()));
        properties.setProperty("mail.smtp.starttls.enable", "true");
        properties.setProperty("mail.smtp.starttls.required", Boolean.toString(email.startTls()));
        properties.setProperty("mail.smtp.connectiontimeout", TIMEOUT);
        properties.setProperty("mail.smtp.timeout", TIMEOUT);
        properties.setProperty("mail.smtp.writetimeout", TIMEOUT);
        return properties;
    }

    private static @Nullable Authenticator authenticator(Channel.Email email) {
        if (email.user().isEmpty()) {
            return null;
        }
        return new Authenticator() {
            @Override
            protected PasswordAuthentication getPasswordAuthentication() {
                return new PasswordAuthentication(email.user(), email.password());
            }
        };
    }

    @Override
    public Outcome deliver(byte[] message) {
        String text = new String(message, StandardCharsets.UTF_8);
        int line = text.indexOf('\n');
        try {
            MimeMessage mail = new MimeMessage(session);
            mail.setFrom(new InternetAddress(email.from()));
            for (String to : email.to()) {
                mail.addRecipient(MimeMessage.RecipientType.TO, new InternetAddress(to));
            }
            mail.setSubject(text.substring(0, line), "UTF-8");
            mail.setSentDate(Date.from(Instant.now()));
            mail.setText(text.substring(line + 1), "UTF-8");
            Transport.send(mail);
            return new Outcome.Delivered();
        } catch (SendFailedException e) {
            // Some of the addresses may have got it; telling them twice beats not telling the rest.
            return e.getInvalidAddresses() != null && e.getInvalidAddresses().length > 0
                    ? new Outcome.Refused(String.valueOf(e.getMessage()))
                    : new Outcome.TryAgain(String.valueOf(e.getMessage()));
        } catch (MessagingException e) {
            return new Outcome.TryAgain(String.valueOf(e.getMessage()));
        }
    }

    @Override
    public void close() {}
}

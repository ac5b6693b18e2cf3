package io.lepton.aws.client;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.auth.credentials.AnonymousCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.profiles.Profile;
import software.amazon.awssdk.profiles.ProfileFile;
import software.amazon.awssdk.profiles.ProfileProperty;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.sso.SsoClient;
import software.amazon.awssdk.services.sso.auth.SsoCredentialsProvider;
import software.amazon.awssdk.services.sso.model.GetRoleCredentialsRequest;
import software.amazon.awssdk.services.ssooidc.SsoOidcClient;
import software.amazon.awssdk.services.ssooidc.SsoOidcTokenProvider;

/**
 * Credentials of profiles whose people sign in by {@code aws sso login} (IAM Identity Center), of
 * both forms: an {@code sso_session}, whose token is renewed, and the older {@code sso_start_url}.
 * A class of its own, so that the services' classes are loaded by those only who sign in.
 */
final class SingleSignOn {
  private static final String SESSION = "sso_session";

  private SingleSignOn() {}

  /** Whether a profile is of this kind. */
  static boolean isUsedBy(Profile profile) {
    return profile.properties().containsKey(SESSION)
        || profile.properties().containsKey(ProfileProperty.SSO_START_URL);
  }

  static AwsCredentialsProvider of(AwsClients clients, ProfileFile file, Profile profile) {
    Optional<String> session = profile.property(SESSION);
    Profile told = session.map(name -> session(file, name)).orElse(profile);
    Region region = Region.of(required(told, ProfileProperty.SSO_REGION));
    String account = required(profile, ProfileProperty.SSO_ACCOUNT_ID);
    String role = required(profile, ProfileProperty.SSO_ROLE_NAME);
    // The file of a token is named by its session, or else by the address to sign in at.
    String tokenName = session.orElseGet(() -> required(told, ProfileProperty.SSO_START_URL));

    AwsCredentialsProvider nobody = AnonymousCredentialsProvider.create();
    SsoOidcClient oidc =
        clients.configure(SsoOidcClient.builder(), "sso_oidc", region, nobody).build();
    SsoClient sso = clients.configure(SsoClient.builder(), "sso", region, nobody).build();
    SsoOidcTokenProvider.Builder tokens =
        SsoOidcTokenProvider.builder().sessionName(tokenName).ssoOidcClient(oidc);
    if (session.isEmpty()) {
      // That of the older form cannot be renewed: it serves to its end.
      tokens.staleTime(Duration.ZERO).prefetchTime(Duration.ofMillis(1));
    }
    SsoOidcTokenProvider token = tokens.build();
    SsoCredentialsProvider.Builder credentials = SsoCredentialsProvider.builder();
    return new OwnedCredentials(
        credentials
            .ssoClient(sso)
            .refreshRequest(
                () ->
                    GetRoleCredentialsRequest.builder()
                        .accountId(account)
                        .roleName(role)
                        .accessToken(token.resolveToken().token())
                        .build())
            .build(),
        List.of(sso, token, oidc));
  }

  private static Profile session(ProfileFile file, String name) {
    return file.getSection("sso-session", name)
        .orElseThrow(() -> new IllegalArgumentException("there is no sso-session " + name));
  }

  private static String required(Profile profile, String property) {
    return profile
        .property(property)
        .orElseThrow(() -> new IllegalArgumentException(profile.name() + " lacks " + property));
  }
}

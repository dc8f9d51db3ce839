using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text.Json.Nodes;

namespace Balcao.Simulator.Graph;

/// <summary>
/// <c>oauth/access_token</c>: exchanges a code of Embedded Signup (valid once, for thirty seconds) or the app's own
/// credentials for a token.
/// </summary>
public sealed class AccessTokens(TimeProvider time)
{
    static readonly TimeSpan CodeLifetime = TimeSpan.FromSeconds(30);

    readonly ConcurrentDictionary<string, (DateTimeOffset Until, string Token)> codes = new();

    /// <summary>
    /// Creates a code, as the signup window returns it, which can be exchanged for the token of an account.
    /// </summary>
    public string NewCode(string token)
    {
        var code = "AQ" + RandomNumberGenerator.GetHexString(32, lowercase: true);
        codes[code] = (time.GetUtcNow() + CodeLifetime, token);
        return code;
    }

    public static async Task<GraphReply> Exchange(HttpContext http, SimulatorOptions options, AccessTokens tokens)
    {
        var body = HttpMethods.IsPost(http.Request.Method) ? await GraphEndpoints.ReadJsonAsync(http) ?? [] : [];
        if (Given("client_id") != options.AppId) return new GraphError(101, 400, "Error validating application. Cannot get application info due to a system error.");
        if (Given("client_secret") != options.AppSecret) return new GraphError(1, 400, "Error validating client secret.");
        if (Given("grant_type") is "client_credentials") return Token($"{options.AppId}|{options.AppSecret}");
        if (Given("code") is not { Length: > 0 } code) return GraphError.Required("code");
        return tokens.Take(code) is { } token ? Token(token) : new GraphError(100, 400, "This authorization code has expired.", Subcode: 36007);

        string? Given(string name) => http.Request.Query[name].ToString() is { Length: > 0 } asked ? asked : body.Text(name);
    }

    string? Take(string code) => codes.TryRemove(code, out var found) && found.Until > time.GetUtcNow() ? found.Token : null;

    static GraphReply Token(string token) => GraphReply.Ok(new JsonObject { ["access_token"] = token, ["token_type"] = "bearer" });
}

using System.Text.Json.Nodes;
using Balcao.Simulator.Webhooks;

namespace Balcao.Simulator.Graph;

/// <summary>
/// Which app receives the webhooks of an account, and at which address (Meta, webhook overrides, Dec 2025).
/// </summary>
static class Subscriptions
{
    public static GraphReply List(string accountId, HttpContext http, BusinessDirectory directory, WebhookCallbacks callbacks, SimulatorOptions options)
    {
        if (GraphEndpoints.FindAccount(http, directory, accountId, out _) is { } refused) return refused;
        var data = new JsonArray();
        if (callbacks.IsSubscribed(accountId))
        {
            var app = new JsonObject
            {
                ["whatsapp_business_api_data"] = new JsonObject { ["id"] = options.AppId, ["link"] = "https://www.facebook.com/games/?app_id=" + options.AppId, ["name"] = options.AppName },
            };
            if (callbacks.Override(accountId) is { } own) app["override_callback_uri"] = own.Url.ToString();
            data.Add(app);
        }
        return GraphReply.Ok(new JsonObject { ["data"] = data });
    }

    public static async Task<GraphReply> Subscribe(string accountId, HttpContext http, BusinessDirectory directory, WebhookCallbacks callbacks)
    {
        if (GraphEndpoints.FindAccount(http, directory, accountId, out _) is { } refused) return refused;
        if (await GraphEndpoints.ReadJsonAsync(http) is not { } body) return GraphError.InvalidParameter("The request body is not a JSON object.");
        if (body["override_callback_uri"] is null)
        {
            // An empty body subscribes and removes an override.
            callbacks.SetOverride(accountId, null);
        }
        else if (await OverrideAsync(accountId, body, callbacks, http.RequestAborted) is { Status: not StatusCodes.Status200OK } failed)
        {
            return failed;
        }
        callbacks.Subscribe(accountId, true);
        return GraphReply.Success;
    }

    public static GraphReply Unsubscribe(string accountId, HttpContext http, BusinessDirectory directory, WebhookCallbacks callbacks)
    {
        if (GraphEndpoints.FindAccount(http, directory, accountId, out _) is { } refused) return refused;
        callbacks.Subscribe(accountId, false);
        callbacks.SetOverride(accountId, null);
        return GraphReply.Success;
    }

    /// <summary><c>POST /{app}/subscriptions</c>, with the app's own token.</summary>
    public static async Task<GraphReply> SetAppCallback(string appId, HttpContext http, BusinessDirectory directory, WebhookCallbacks callbacks, SimulatorOptions options)
    {
        if (appId != options.AppId) return GraphError.NoSuchObject(appId, http.Request.Method);
        if (!directory.IsAppToken(GraphEndpoints.TokenOf(http))) return new GraphError(15, 400, "(#15) This method must be called with an app access_token.");
        if (await GraphEndpoints.ReadJsonAsync(http) is not { } body) return GraphError.InvalidParameter("The request body is not a JSON object.");
        if (body.Text("object") is not "whatsapp_business_account") return GraphError.InvalidParameter("Param object must be whatsapp_business_account.");
        var (callback, error) = await VerifiedAsync(body.Text("callback_url"), body.Text("verify_token"), callbacks, http.RequestAborted);
        if (callback is null) return error!;
        callbacks.App = callback;
        return GraphReply.Success;
    }

    public static async Task<GraphReply> OverrideAsync(string accountOrNumberId, JsonObject body, WebhookCallbacks callbacks, CancellationToken ct)
    {
        if (body.Text("override_callback_uri") is "")
        {
            callbacks.SetOverride(accountOrNumberId, null);
            return GraphReply.Success;
        }
        var (callback, error) = await VerifiedAsync(body.Text("override_callback_uri"), body.Text("verify_token"), callbacks, ct);
        if (callback is null) return error!;
        callbacks.SetOverride(accountOrNumberId, callback);
        return GraphReply.Success;
    }

    static async Task<(Callback?, GraphError?)> VerifiedAsync(string? url, string? verifyToken, WebhookCallbacks callbacks, CancellationToken ct)
    {
        if (url is not { Length: > 0 and <= 200 } || !OutboundRules.IsWebAddress(url)) return (null, GraphError.InvalidParameter("The callback URL must be an absolute address of at most 200 characters."));
        if (string.IsNullOrEmpty(verifyToken)) return (null, GraphError.Required("verify_token"));
        var callback = new Callback(new Uri(url), verifyToken);
        var verification = await callbacks.VerifyAsync(callback, ct);
        return verification.Error is null ? (callback, null)
            : (null, new GraphError(2200, 400, "(#2200) Callback verification failed with the following errors: " + verification.Error));
    }
}

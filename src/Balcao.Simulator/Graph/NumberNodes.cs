using System.Text.Json.Nodes;
using Balcao.Simulator.Webhooks;

namespace Balcao.Simulator.Graph;

/// <summary>A number as the Graph API shows it, and its callback override.</summary>
public sealed class NumberNodes(WebhookCallbacks callbacks, NumberSettings settings)
{
    static readonly string[] Defaults = ["id", "verified_name", "code_verification_status", "display_phone_number", "quality_rating", "platform_type", "throughput", "last_onboarded_time", "webhook_configuration"];

    public static GraphReply List(string accountId, HttpContext http, BusinessDirectory directory, NumberNodes nodes)
    {
        if (GraphEndpoints.FindAccount(http, directory, accountId, out var account) is { } refused) return refused;
        return GraphEndpoints.Page(http, [.. account!.Numbers.Select(number => GraphEndpoints.Select(http, nodes.Node(number, account), Defaults))]);
    }

    public GraphReply Get(string id, HttpContext http, BusinessDirectory directory)
    {
        if (GraphEndpoints.FindNumber(http, directory, id, out var number) is { } refused) return refused;
        return GraphReply.Ok(GraphEndpoints.Select(http, Node(number!, directory.AccountOf(number!)), Defaults));
    }

    /// <summary>
    /// <c>POST /{number}</c> with webhook_configuration (an empty address removes the override) or a two-step pin.
    /// </summary>
    public static async Task<GraphReply> Configure(string id, HttpContext http, BusinessDirectory directory, WebhookCallbacks callbacks, NumberSettings settings)
    {
        if (GraphEndpoints.FindNumber(http, directory, id, out _) is { } refused) return refused;
        if (await GraphEndpoints.ReadJsonAsync(http) is not { } body) return GraphError.InvalidParameter("The request body is not a JSON object.");
        if (body.Object("webhook_configuration") is { } configuration) return await Subscriptions.OverrideAsync(id, configuration, callbacks, http.RequestAborted);
        if (body["pin"] is null) return GraphError.InvalidParameter("Nothing to change.");
        return settings.SetPin(id, body.Text("pin")) ? GraphReply.Success : GraphError.InvalidParameter("Param pin must be 6 digits.");
    }

    JsonObject Node(BusinessNumber number, BusinessAccount account)
    {
        var configuration = new JsonObject { ["application"] = callbacks.App.Url.ToString() };
        if (callbacks.Override(account.Id) is { } ofAccount) configuration["whatsapp_business_account"] = ofAccount.Url.ToString();
        if (callbacks.Override(number.Id) is { } ofNumber) configuration["phone_number"] = ofNumber.Url.ToString();
        return new JsonObject
        {
            ["verified_name"] = number.VerifiedName,
            ["code_verification_status"] = settings.IsVerified(number.Id) ? "VERIFIED" : "NOT_VERIFIED",
            ["display_phone_number"] = number.DisplayPhoneNumber,
            ["quality_rating"] = number.QualityRating,
            ["platform_type"] = "CLOUD_API",
            ["throughput"] = new JsonObject { ["level"] = number.ThroughputLevel },
            ["status"] = settings.IsRegistered(number.Id) ? "CONNECTED" : "DISCONNECTED",
            ["name_status"] = "APPROVED",
            ["account_mode"] = "LIVE",
            ["is_official_business_account"] = false,
            ["whatsapp_business_manager_messaging_limit"] = "TIER_2K",
            ["last_onboarded_time"] = "2026-01-05T12:00:00+0000",
            ["health_status"] = new JsonObject { ["can_send_message"] = "AVAILABLE" },
            ["webhook_configuration"] = configuration,
            ["id"] = number.Id,
        };
    }
}

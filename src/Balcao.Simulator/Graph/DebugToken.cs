using System.Text.Json.Nodes;
using Balcao.Simulator.Faults;

namespace Balcao.Simulator.Graph;

/// <summary><c>GET /debug_token?input_token=</c>: the permissions of a token.</summary>
static class DebugToken
{
    static readonly string[] Scopes = ["whatsapp_business_management", "whatsapp_business_messaging"];

    public static GraphReply Get(HttpContext http, BusinessDirectory directory, FaultSwitches faults, SimulatorOptions options, TimeProvider time)
    {
        var token = http.Request.Query["input_token"].ToString();
        if (token.Length == 0) return GraphError.Required("input_token");
        if (!directory.IsToken(token))
        {
            return GraphReply.Ok(new JsonObject
            {
                ["data"] = new JsonObject { ["error"] = new JsonObject { ["code"] = 190, ["message"] = "Invalid OAuth access token." }, ["is_valid"] = false, ["scopes"] = new JsonArray() },
            });
        }
        var opened = directory.Accounts.Where(account => directory.Opens(token, account)).Select(account => account.Id).ToList();
        return GraphReply.Ok(new JsonObject
        {
            ["data"] = new JsonObject
            {
                ["app_id"] = options.AppId,
                ["type"] = directory.IsAppToken(token) ? "APP" : "SYSTEM_USER",
                ["application"] = options.AppName,
                // 0: does not expire, as for system users.
                ["expires_at"] = faults.Current.ExpiredToken ? time.GetUtcNow().ToUnixTimeSeconds() - 3600 : 0,
                ["data_access_expires_at"] = 0,
                ["is_valid"] = !faults.Current.ExpiredToken,
                ["issued_at"] = 1767225600,
                ["scopes"] = new JsonArray([.. Scopes.Select(scope => (JsonNode)scope)]),
                ["granular_scopes"] = new JsonArray([.. Scopes.Select(scope => new JsonObject { ["scope"] = scope, ["target_ids"] = new JsonArray([.. opened.Select(id => (JsonNode)id)]) })]),
                ["user_id"] = "120000000000001",
            },
        });
    }
}

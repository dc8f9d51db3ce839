using System.Text.Json.Nodes;

namespace Balcao.Simulator.Graph;

/// <summary>The paths below a number that <see cref="NumberSettings"/> answers.</summary>
static class NumberSettingEndpoints
{
    public static void MapNumberSettings(this RouteGroupBuilder graph)
    {
        Post("register", (settings, number, body) => settings.Register(number, body));
        Post("deregister", (settings, number, _) => settings.Deregister(number));
        Post("request_code", (settings, number, body) => settings.RequestCode(number, body));
        Post("verify_code", (settings, number, body) => settings.VerifyCode(number, body));
        Post("settings", (settings, number, body) => settings.Set(number, body));
        Get("settings", (settings, number, _) => settings.Settings(number));
        Post("block_users", (settings, number, body) => settings.Block(number, body, block: true));
        Map("DELETE", "block_users", (settings, number, body) => settings.Block(number, body, block: false));
        Get("block_users", (settings, number, http) => GraphEndpoints.Page(http, settings.BlockedUsers(number)));
        Post("message_qrdls", (settings, number, body) => settings.SetCode(number, body));
        Get("message_qrdls", (settings, number, http) => GraphEndpoints.Page(http, settings.Codes(number.Id)));
        Post("smb_app_data", (settings, number, body) => settings.Synchronise(number, body));
        graph.MapGet("/{numberId}/message_qrdls/{code}", (string numberId, string code, HttpContext http, BusinessDirectory directory, NumberSettings settings) =>
            GraphEndpoints.FindNumber(http, directory, numberId, out _) ?? (settings.Codes(numberId).FirstOrDefault(known => known.Text("code") == code) is { } found
                ? GraphReply.Ok(new JsonObject { ["data"] = new JsonArray(found) }) : GraphError.NoSuchObject(code, http.Request.Method)));
        graph.MapDelete("/{numberId}/message_qrdls/{code}", (string numberId, string code, HttpContext http, BusinessDirectory directory, NumberSettings settings) =>
            GraphEndpoints.FindNumber(http, directory, numberId, out _) ?? (settings.DeleteCode(numberId, code) ? GraphReply.Success : GraphError.NoSuchObject(code, http.Request.Method)));

        void Post(string path, Func<NumberSettings, BusinessNumber, JsonObject, GraphReply> answer) => Map("POST", path, answer);

        void Get(string path, Func<NumberSettings, BusinessNumber, HttpContext, GraphReply> answer) =>
            graph.MapGet("/{numberId}/" + path, (string numberId, HttpContext http, BusinessDirectory directory, NumberSettings settings) =>
                GraphEndpoints.FindNumber(http, directory, numberId, out var number) ?? answer(settings, number!, http));

        void Map(string method, string path, Func<NumberSettings, BusinessNumber, JsonObject, GraphReply> answer) =>
            graph.MapMethods("/{numberId}/" + path, [method], async (string numberId, HttpContext http, BusinessDirectory directory, NumberSettings settings) =>
            {
                if (GraphEndpoints.FindNumber(http, directory, numberId, out var number) is { } refused) return refused;
                return await GraphEndpoints.ReadJsonAsync(http) is { } body ? answer(settings, number!, body) : GraphError.InvalidParameter("The request body is not a JSON object.");
            });
    }
}

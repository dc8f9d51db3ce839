using System.Text.Json.Nodes;
using Balcao.Simulator.Webhooks;

namespace Balcao.Simulator.Graph;

/// <summary>
/// An answer of the Graph API, stored in the items of the request so that it can be recorded with the call.
/// </summary>
public sealed class GraphReply(int status, JsonNode body) : IResult
{
    public static readonly object ItemKey = new();

    public int Status => status;

    public string Body { get; } = MetaJson.WriteText(body);

    public static GraphReply Ok(JsonNode body) => new(StatusCodes.Status200OK, body);

    public static GraphReply Success => Ok(new JsonObject { ["success"] = true });

    public static implicit operator GraphReply(GraphError error) => new(error.Status, error.ToBody());

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        httpContext.Items[ItemKey] = this;
        httpContext.Response.StatusCode = status;
        httpContext.Response.ContentType = "application/json; charset=UTF-8";
        if (status == StatusCodes.Status401Unauthorized)
            httpContext.Response.Headers.WWWAuthenticate = "OAuth \"Facebook Platform\" \"invalid_token\" \"Invalid OAuth access token.\"";
        await httpContext.Response.WriteAsync(Body, httpContext.RequestAborted);
    }
}

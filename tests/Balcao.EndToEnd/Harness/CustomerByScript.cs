using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Balcao.Simulator.Phones;

namespace Balcao.EndToEnd.Harness;

/// <summary>The simulator's control API, for actions of customers that need no browser.</summary>
public sealed class SimulatorControl(Uri phones) : IDisposable
{
    readonly HttpClient http = new() { BaseAddress = new Uri(phones, "/simulator/") };

    public async Task<JsonNode> PostAsync<T>(string path, T body)
    {
        using var answer = await http.PostAsJsonAsync(path, body, TestContext.Current.CancellationToken);
        var text = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.True(answer.IsSuccessStatusCode, $"{path}: {text}");
        return JsonNode.Parse(text)!;
    }

    public async Task<JsonArray> ListAsync(string path) => (await http.GetFromJsonAsync<JsonArray>(path, TestContext.Current.CancellationToken))!;

    public void Dispose() => http.Dispose();
}

/// <summary>
/// A customer with a username and without a phone number. Each action is complete when its webhook was answered.
/// </summary>
public sealed class CustomerByScript(SimulatorControl simulator, string name, string userId)
{
    public string Name => name;

    /// <summary>Returns WhatsApp's id if the action is a message.</summary>
    public async Task<string> DoAsync(CustomerMessage act)
    {
        var answer = await simulator.PostAsync($"phones/{userId}/messages?wait=true", act);
        Assert.Equal("Delivered", answer["delivery"]?["state"]?.ToString(), ignoreCase: true);
        return answer["message"]?["id"]?.ToString() ?? "";
    }

    public Task<string> WriteAsync(string text, JsonObject? referral = null) => DoAsync(new() { Type = "text", Text = text, Referral = referral });

    /// <summary>The id of the business's message on this phone.</summary>
    public async Task<string> IdOfAsync(string text) => (await simulator.ListAsync($"phones/{userId}/messages"))
        .Single(message => message!["content"]?["text"]?.ToString() == text)!["id"]!.ToString();
}

using System.Data.Common;
using Balcao.Agents;
using Balcao.Channels.WhatsApp;
using Balcao.ChatGroups;
using Balcao.Chats;
using Balcao.Contacts;
using Balcao.Conversations;
using Balcao.Macros;
using Balcao.Numbers;
using Balcao.Operators;
using Balcao.Panel;
using Balcao.PlanRequests;
using Balcao.Plans;
using Balcao.Platform;
using Balcao.Platform.Storage;
using Balcao.Realtime;
using Balcao.ServiceHours;
using Balcao.Templates;
using Balcao.Tickets;

namespace Balcao;

/// <summary>Assembles the server: registers each module's services, then maps its endpoints.</summary>
public static class BalcaoServer
{
    /// <param name="args">The command line; settings may be given there or by environment variables.</param>
    /// <param name="configure">Overrides settings and services; used by the demo and by tests.</param>
    /// <exception cref="StartRefusedException">A setting is wrong, or the data folder cannot be used.</exception>
    public static WebApplication Create(string[] args, Action<WebApplicationBuilder>? configure = null)
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { Args = args });
        builder.Configuration.AddEnvironmentVariables();
        configure?.Invoke(builder);
        var settings = SettingsReader.Read<Settings>(builder.Configuration);

        builder.AddPlatform(settings);
        builder.Services.AddStorage(settings);
        builder.Services.AddAgents();
        builder.Services.AddOperators();
        builder.Services.AddNumbers();
        builder.Services.AddPlans();
        builder.Services.AddChatGroups();
        builder.Services.AddContacts();
        builder.Services.AddConversations();
        builder.Services.AddTickets();
        builder.Services.AddMacros();
        builder.Services.AddChats();
        builder.Services.AddWhatsApp();
        builder.Services.AddRealtime();

        var app = builder.Build();
        app.BeginModel();
        app.UsePlatform();

        var api = app.MapGroup("").AddEndpointFilter<InputFilter>().AddEndpointFilter<UnitOfWorkFilter>();
        api.MapOperators();
        api.MapAgents();
        api.MapNumbers();
        api.MapPlans();
        api.MapServiceHours();
        api.MapChatGroups();
        api.MapContacts();
        api.MapConversations();
        api.MapTickets();
        api.MapTemplates();
        api.MapMacros();
        api.MapPlanRequests();
        api.MapChats();
        api.MapPanel();
        app.MapWhatsApp(api);
        app.MapRealtime(api);
        app.MapClient();
        return app;
    }

    /// <summary>The program: runs the server until it is told to stop.</summary>
    /// <param name="errors">Where the reasons go if it cannot start, one line each.</param>
    /// <returns>The exit code: 1 if it could not start.</returns>
    public static async Task<int> RunAsync(string[] args, TextWriter errors)
    {
        try
        {
            await using var server = Create(args);
            await server.PrepareStorageAsync();
            await server.RunAsync();
            return 0;
        }
        // Told to stop while it waited for the database.
        catch (OperationCanceledException)
        {
            return 0;
        }
        catch (StartRefusedException refused)
        {
            await errors.WriteLineAsync(refused.Message);
        }
        // appsettings.json is no JSON: the message names the file.
        catch (InvalidDataException unreadable)
        {
            await errors.WriteLineAsync(unreadable.Message);
        }
        return 1;
    }

    /// <summary>The program as <c>check-totals</c>: compares the ledger's totals with its lines and ends; nothing is served or migrated.</summary>
    /// <param name="report">Where the differences go, one line each, and a last line with counts.</param>
    /// <param name="errors">Where the reason goes if it cannot compare.</param>
    /// <returns>The exit code: 0 without differences, 1 with some, 2 if it could not compare.</returns>
    public static async Task<int> CheckTotalsAsync(string[] args, TextWriter report, TextWriter errors)
    {
        try
        {
            // The server logs to standard output, where only the report belongs.
            await using var server = Create(args, builder => builder.Services.PostConfigure<LoggerFilterOptions>(filters =>
            {
                filters.Rules.Clear();
                filters.MinLevel = LogLevel.None;
            }));
            var check = await new CheckTotals(server.Services.GetRequiredService<UnitsOfWork>()).RunAsync(report, CancellationToken.None);
            return check.Differences == 0 ? 0 : 1;
        }
        catch (Exception e) when (e is StartRefusedException or InvalidDataException || IsOfDatabase(e))
        {
            await errors.WriteLineAsync(e.GetBaseException().Message);
        }
        return 2;
    }

    private static bool IsOfDatabase(Exception? e)
    {
        for (; e is not null; e = e.InnerException)
            if (e is DbException) return true;
        return false;
    }
}
